package dev.attacca.registry;

import dev.attacca.annotation.Loads;
import dev.attacca.object.BulkLoader;
import dev.attacca.object.ObjectField;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.ValueType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the remotables of a query that fetch a lazy field for many objects, and what is wrong with them. */
final class BulkLoaderReader {
    private final String name;
    private final List<ObjectField> fields;
    private final List<String> problems;
    private final List<BulkLoader> found = new ArrayList<>();

    BulkLoaderReader(String name, List<ObjectField> fields, List<String> problems) {
        this.name = name;
        this.fields = fields;
        this.problems = problems;
    }

    List<BulkLoader> read(RemotableReader.Found query) {
        for (int i = 0; i < query.methods().size(); i++) {
            Method method = query.methods().get(i);
            Loads loads = method.getAnnotation(Loads.class);
            if (loads != null) {
                read(loads, query.remotables().get(i));
            }
        }
        return List.copyOf(found);
    }

    private void read(Loads loads, RemotableMethod method) {
        String shown = method.qualifiedName() + ": @Loads ";
        ObjectField field = named(loads.field());
        ObjectField by = loads.by().isEmpty() ? key() : named(loads.by());
        if (field == null || field.loader() == null) {
            problems.add(shown + "of " + loads.field() + " (expected: a @Lazy field of " + name + " with its loader)");
        } else if (by == null) {
            problems.add(shown + "by " + (loads.by().isEmpty() ? "the key" : loads.by()) + " (expected: a field of "
                    + name + ")");
        } else if (by.nullable() && !field.nullable()) {
            problems.add(shown + "by " + by.name()
                    + ", which may be null (expected: a field that is not, or a nullable " + field.name() + ")");
        } else if (!fits(method, field, by)) {
            problems.add(shown + "with " + method.signature() + " (expected: one list<" + by.type() + ">, a list<"
                    + field.type() + "> as result)");
        } else if (!method.readOnly()) {
            problems.add(shown + "on a method that may write (expected: readOnly = true)");
        } else if (found.stream().anyMatch(other -> other.field().equals(field))) {
            problems.add(shown + "of " + field.name() + ", as another method does (expected: one of them)");
        } else {
            found.add(new BulkLoader(field, by, method));
        }
    }

    private static boolean fits(RemotableMethod method, ObjectField field, ObjectField by) {
        return method.parameters().size() == 1
                && method.parameters().get(0) instanceof ValueType.ListValue keys
                && !keys.elementNullable()
                && alike(keys.element(), by.type())
                && method.result() instanceof ValueType.ListValue values
                && alike(values.element(), field.type())
                && (field.nullable() || !values.elementNullable());
    }

    /** As peers compare types, to whom {@code int} and {@code Integer} are one. */
    private static boolean alike(ValueType element, ValueType field) {
        return element.toString().equals(field.toString());
    }

    private @Nullable ObjectField named(String field) {
        return fields.stream()
                .filter(each -> each.name().equals(field))
                .findFirst()
                .orElse(null);
    }

    private @Nullable ObjectField key() {
        return fields.stream().filter(ObjectField::key).findFirst().orElse(null);
    }
}
