package dev.attacca.registry;

import dev.attacca.object.BulkLoader;
import dev.attacca.object.ObjectField;
import dev.attacca.object.RemotableMethod;
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

    /** What the annotations say of older versions. */
    record History(
            List<FieldPast> fields,
            List<RemovedField> removed,
            List<WrittenStep> downgrades,
            List<WrittenStep> upgrades) {}

    /** The past of a field that still exists; versions are {@code null} where nothing happened. */
    record FieldPast(
            ObjectField field,
            @Nullable Version addedIn,
            @Nullable Version renamedIn,
            @Nullable String nameBefore,
            @Nullable Version widenedIn,
            dev.attacca.object.@Nullable ValueType typeBefore) {}

    /** A field that exists no more. */
    record RemovedField(
            String name,
            dev.attacca.object.ValueType type,
            boolean nullable,
            @Nullable Version since,
            Version in) {}

    /** A written step between two neighbouring versions. */
    record WrittenStep(Version from, Version to, String loses, Method method) {}
}
