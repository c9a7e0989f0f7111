package dev.attacca.registry;

import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Sensitive;
import dev.attacca.object.ValueType;
import dev.attacca.registry.TypeDeclaration.RemovedField;
import dev.attacca.version.Version;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a class remembers of fields that are gone: on itself, and on former getters in interfaces nested in it. */
final class RemovedFieldsReader {
    private final Class<?> javaType;
    private final String name;
    private final NamedVersions versions;
    private final ValueTypes valueTypes;
    private final List<String> problems;
    private final List<RemovedField> found = new ArrayList<>();

    RemovedFieldsReader(Class<?> javaType, String name, NamedVersions versions, ValueTypes valueTypes) {
        this.javaType = javaType;
        this.name = name;
        this.versions = versions;
        this.valueTypes = valueTypes;
        this.problems = versions.problems();
    }

    List<RemovedField> read() {
        for (Removed removed : javaType.getAnnotationsByType(Removed.class)) {
            readNamed(removed);
        }
        for (Class<?> nested : javaType.getDeclaredClasses()) {
            if (nested.isInterface() && !nested.isAnnotation()) {
                // Reflection promises no order of methods.
                Stream.of(nested.getDeclaredMethods())
                        .sorted(Comparator.comparing(Method::getName))
                        .forEach(this::readGetter);
            }
        }
        for (Method method : javaType.getDeclaredMethods()) {
            if (method.getAnnotationsByType(Removed.class).length > 0) {
                problems.add(name + "." + method.getName()
                        + ": @Removed, and still there (expected: its getter in an interface nested in " + name
                        + " that nobody implements)");
            }
        }
        return List.copyOf(found);
    }

    private void readNamed(Removed removed) {
        String subject = name + "." + removed.field();
        if (removed.field().isEmpty()) {
            problems.add(
                    name + ": @Removed without a field (expected: field and type; or @Removed on its former getter)");
            return;
        }
        ValueType type = valueTypes.ofClass(removed.type());
        if (type == null) {
            problems.add(subject + ": removed field of type " + removed.type().getSimpleName()
                    + " (expected: a scalar, an enum, a @Versioned class or a type of its domain's values(); for any other,"
                    + " @Removed on its former getter in an interface nested in " + name + ")");
            return;
        }
        add(subject, removed.field(), type, removed.nullable() && !type.primitive(), removed.sensitive(), removed);
    }

    private void readGetter(Method getter) {
        for (Removed removed : getter.getAnnotationsByType(Removed.class)) {
            String field = fieldOf(getter);
            ValueType type = valueTypes.ofField(getter.getAnnotatedReturnType());
            if (field == null || type == null) {
                problems.add(name + "." + getter.getName() + ": @Removed on what was no getter of a field (expected:"
                        + " getX() or isX() as it was, with a return type of " + ValueTypes.SUPPORTED + ")");
            } else {
                boolean sensitive = type.sensitive() || getter.isAnnotationPresent(Sensitive.class);
                boolean nullable = valueTypes.nullable(getter.getAnnotatedReturnType());
                add(name + "." + field, field, type, nullable, sensitive, removed);
            }
        }
    }

    private static @Nullable String fieldOf(Method getter) {
        String methodName = getter.getName();
        boolean is = getter.getReturnType() == boolean.class && methodName.matches("is\\p{Lu}.*");
        if (getter.getParameterCount() > 0 || !(is || methodName.matches("get\\p{Lu}.*"))) {
            return null;
        }
        int from = is ? 2 : 3;
        return Character.toLowerCase(methodName.charAt(from)) + methodName.substring(from + 1);
    }

    private void add(
            String subject, String field, ValueType type, boolean nullable, boolean sensitive, Removed removed) {
        Version since = removed.since().isEmpty() ? null : versions.read(subject, removed.since());
        Version in = versions.readChange(subject, "removed", since, removed.in());
        if (in != null) {
            found.add(new RemovedField(field, type, nullable, sensitive || type.sensitive(), since, in));
        }
    }
}
