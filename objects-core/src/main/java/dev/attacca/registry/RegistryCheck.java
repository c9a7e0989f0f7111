package dev.attacca.registry;

import dev.attacca.object.ObjectField;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.ValueType;
import dev.attacca.value.ValueSupport;
import dev.attacca.version.TypeKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what is wrong with a set of declarations: in each, and between them. */
final class RegistryCheck {
    private final List<TypeDeclaration> declarations;
    private final List<ValueSupport<?>> values;
    private final List<String> problems = new ArrayList<>();
    private final Set<Class<?>> registered = new HashSet<>();
    private final Map<String, Class<?>> enums = new HashMap<>();

    RegistryCheck(List<TypeDeclaration> declarations, List<ValueSupport<?>> values) {
        this.declarations = declarations;
        this.values = values;
    }

    List<String> problems() {
        if (declarations.isEmpty()) {
            problems.add("no versioned class (expected: at least one ObjectDomain, named in" + " META-INF/services/"
                    + ObjectDomain.class.getName() + ")");
        }
        values();
        Map<TypeKey, Class<?>> keys = new HashMap<>();
        for (TypeDeclaration declaration : declarations) {
            problems.addAll(declaration.problems());
            registered.add(declaration.javaType());
            TypeKey key = TypeKey.of(declaration.name(), declaration.version());
            Class<?> other = keys.putIfAbsent(key, declaration.javaType());
            if (other != null) {
                problems.add(key + ": declared by " + other.getName() + " and by "
                        + declaration.javaType().getName()
                        + " (give one another name or another major: @Versioned(name = \"...\"))");
            }
        }
        for (TypeDeclaration declaration : declarations) {
            for (ObjectField field : declaration.fields()) {
                check(declaration.name() + "." + field.name(), field.type());
            }
            for (TypeDeclaration.RemovedField removed : declaration.history().removed()) {
                check(declaration.name() + "." + removed.name(), removed.type());
            }
            check(declaration.remotables());
            if (declaration.query() != null) {
                check(declaration.query().remotables());
            }
        }
        return problems;
    }

    private void values() {
        Map<Object, ValueSupport<?>> known = new HashMap<>();
        for (ValueSupport<?> support : values) {
            if (!support.name().matches("[A-Za-z][A-Za-z0-9]*")) {
                problems.add(support.getClass().getName() + ": the name '" + support.name()
                        + "' (expected: letters and digits)");
            }
            refuseTwice(known, support.name(), support);
            refuseTwice(known, support.javaType(), support);
        }
    }

    private void refuseTwice(Map<Object, ValueSupport<?>> known, Object what, ValueSupport<?> support) {
        ValueSupport<?> other = known.putIfAbsent(what, support);
        if (other != null && other.getClass() != support.getClass()) {
            problems.add(support.getClass().getName() + ": a second value type for " + what + " beside "
                    + other.getClass().getName() + " (expected: one; offer it from one domain)");
        }
    }

    /** Peers tell remotables apart by their signatures, in which {@code int} and {@code Integer} are one. */
    private void check(List<RemotableMethod> remotables) {
        Set<String> seen = new HashSet<>();
        for (RemotableMethod remotable : remotables) {
            for (ValueType parameter : remotable.parameters()) {
                check(remotable.qualifiedName(), parameter);
            }
            check(remotable.qualifiedName(), remotable.result());
            if (!seen.add(remotable.signature())) {
                problems.add(remotable.qualifiedName() + ": two remotables with the signature " + remotable.signature()
                        + " (give one of them another name)");
            }
        }
    }

    private void check(String where, @Nullable ValueType type) {
        if (type instanceof ValueType.ObjectValue object && !registered.contains(object.javaType())) {
            problems.add(where + ": " + object.name()
                    + " is not registered (add it to its ObjectDomain's types()) [CHILD_VERSION_MISSING]");
        } else if (type instanceof ValueType.EnumValue enumType) {
            check(enumType);
        } else if (type != null) {
            for (ValueType part : type.parts()) {
                check(where, part);
            }
        }
    }

    private void check(ValueType.EnumValue enumType) {
        String name = enumType.javaType().getSimpleName();
        Class<?> other = enums.putIfAbsent(name, enumType.javaType());
        if (other == null) {
            EnumFallbacks.problems(enumType, problems);
        } else if (other != enumType.javaType()) {
            problems.add(name + ": an enum of " + other.getPackageName() + " and of "
                    + enumType.javaType().getPackageName() + " (rename one; peers know enums by their simple name)");
        }
    }
}
