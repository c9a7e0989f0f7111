package dev.attacca.contract;

import dev.attacca.error.DomainException;
import dev.attacca.error.ErrorCode;
import dev.attacca.object.ValueType;
import dev.attacca.registry.DomainErrors;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the contract of registered errors: what callers catch, and what they can ask of it. */
final class RegisteredErrors {
    private RegisteredErrors() {}

    static List<LockedError> read(DomainErrors errors) {
        return errors.types().entrySet().stream()
                .map(each -> read(each.getKey(), each.getValue()))
                .toList();
    }

    private static LockedError read(String code, Class<? extends DomainException> type) {
        ErrorCode declared = Objects.requireNonNull(type.getAnnotation(ErrorCode.class));
        List<Fact> facts = new ArrayList<>();
        if (!declared.refines().isEmpty()) {
            facts.add(new Fact(Fact.Kind.REFINES, declared.refines()));
        }
        if (declared.retryable()) {
            facts.add(Fact.flag(Fact.Kind.RETRYABLE));
        }
        Map<String, LockedField> fields = new TreeMap<>();
        for (Class<?> at = type; at != null && at != DomainException.class; at = at.getSuperclass()) {
            for (Method method : at.getDeclaredMethods()) {
                if (tells(method)) {
                    fields.putIfAbsent(method.getName(), field(method));
                }
            }
        }
        return new LockedError(code, Facts.of(facts), List.copyOf(fields.values()));
    }

    /** An accessor of a fact of its own: what every error has is no part of this one's contract. */
    private static boolean tells(Method method) {
        boolean accessor = method.getParameterCount() == 0
                && method.getReturnType() != void.class
                && !method.isSynthetic()
                && (method.getModifiers() & (Modifier.STATIC | Modifier.PRIVATE)) == 0;
        return accessor
                && Stream.of(DomainException.class.getMethods())
                        .noneMatch(every -> every.getName().equals(method.getName()));
    }

    private static LockedField field(Method accessor) {
        AnnotatedType type = accessor.getAnnotatedReturnType();
        return new LockedField(
                accessor.getName(),
                text(accessor.getReturnType()),
                type.isAnnotationPresent(Nullable.class),
                Facts.NONE);
    }

    private static String text(Class<?> type) {
        ValueType.Scalar scalar = ValueType.Scalar.of(type);
        String name = type.getSimpleName();
        return scalar != null ? scalar.toString() : type.isEnum() ? "enum(" + name + ")" : "value(" + name + ")";
    }
}
