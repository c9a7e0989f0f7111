package dev.attacca.registry;

import dev.attacca.annotation.Added;
import dev.attacca.object.ValueType;
import dev.attacca.version.Version;
import java.lang.reflect.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What older readers are given instead of constants they do not know. */
public final class EnumFallbacks {
    private EnumFallbacks() {}

    static void problems(ValueType.EnumValue enumType, List<String> problems) {
        for (String constant : enumType.constants()) {
            Added added = added(enumType, constant);
            String shown = enumType.javaType().getSimpleName() + "." + constant;
            if (added == null) {
                continue;
            }
            if (added.fallback().isEmpty()) {
                problems.add(
                        shown + ": added in " + added.in()
                                + " without a fallback for older readers (add fallback = \"...\") [ENUM_CONSTANT_WITHOUT_FALLBACK]");
            } else if (!enumType.constants().contains(added.fallback())) {
                problems.add(
                        shown + ": fallback " + added.fallback() + " (expected one of: " + enumType.constants() + ")");
            } else if (added(enumType, added.fallback()) != null) {
                problems.add(shown + ": fallback " + added.fallback() + " was itself added later (expected: a constant"
                        + " that was there from the start)");
            }
        }
    }

    /** The constant older readers are given instead, or {@code null} if none is declared. */
    public static @Nullable String of(ValueType.EnumValue enumType, String constant) {
        Added added = added(enumType, constant);
        return added == null ? null : added.fallback();
    }

    /** The constants that a reader knows whose class is at that version, in declaration order. */
    static List<String> constantsAt(ValueType.EnumValue enumType, Version version) {
        return enumType.constants().stream()
                .filter(constant -> {
                    Added added = added(enumType, constant);
                    return added == null || !version.isBefore(Version.parse(added.in()));
                })
                .toList();
    }

    private static @Nullable Added added(ValueType.EnumValue enumType, String constant) {
        try {
            Field declared = enumType.javaType().getField(constant);
            return declared.getAnnotation(Added.class);
        } catch (NoSuchFieldException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
