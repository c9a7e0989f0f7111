package dev.attacca.registry;

import dev.attacca.object.BulkLoader;
import dev.attacca.object.ObjectField;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.ValueType;
import dev.attacca.version.Version;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reflection found on a domain class: the same for every registry of a JVM, with the problems that need no other
 * class to be seen.
 */
record TypeDeclaration(
        Class<?> javaType,
        String name,
        Version version,
        List<ObjectField> fields,
        List<RemotableMethod> remotables,
        List<Method> remotableMethods,
        @Nullable QueryDeclaration query,
        History history,
        List<String> problems) {

    /** The query nested in a domain class. */
    record QueryDeclaration(
            Class<?> javaType, List<RemotableMethod> remotables, List<Method> methods, List<BulkLoader> bulkLoaders) {}

    /** What the annotations say of older versions; layouts are the fields of each, from {@code major.0} to the newest. */
    record History(
            List<RemovedField> removed,
            List<WrittenStep> downgrades,
            List<WrittenStep> upgrades,
            List<List<LayoutField>> layouts) {}

    /** The past of a field that still exists; {@code addedIn} is nothing if it was there from the start. */
    record FieldPast(
            ObjectField field,
            @Nullable Version addedIn,
            List<Until<String>> names,
            List<Until<ValueType>> types,
            List<Until<Boolean>> nulls) {

        String nameAt(Version version) {
            return Until.at(version, names, field.name());
        }

        ValueType typeAt(Version version) {
            return Until.at(version, types, field.type());
        }

        boolean nullableAt(Version version) {
            return Until.at(version, nulls, field.nullable());
        }
    }

    /**
     * What held before a version.
     *
     * @param what a name, a type, or whether null was allowed
     * @param version the first version where it held no more
     */
    record Until<T>(T what, Version version) {

        /** What held at a version, of changes in the order of their versions. */
        static <T> T at(Version version, List<Until<T>> changes, T newest) {
            for (Until<T> change : changes) {
                if (version.isBefore(change.version())) {
                    return change.what();
                }
            }
            return newest;
        }
    }

    /** A field that exists no more. */
    record RemovedField(
            String name,
            ValueType type,
            boolean nullable,
            boolean sensitive,
            @Nullable Version since,
            Version in) {}

    /** A written step between two neighbouring versions. */
    record WrittenStep(Version from, Version to, String loses, Method method) {}
}
