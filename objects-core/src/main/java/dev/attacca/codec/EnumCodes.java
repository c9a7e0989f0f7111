package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.object.ValueType.EnumValue;
import dev.attacca.registry.EnumFallbacks;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How the constants of one enum cross: by their position among the constants that both sides know, in name order. A
 * constant the reader does not know crosses as its declared fallback. Immutable.
 */
@SuppressWarnings("EnumOrdinal") // Within one process only, as an index; what crosses is the position by name.
final class EnumCodes {
    private final String name;
    private final Enum<?>[] byCode;
    private final int[] codeByOrdinal;
    private final boolean[] fallbackByOrdinal;

    EnumCodes(EnumValue type, @Nullable List<String> theirs) {
        this.name = type.javaType().getSimpleName();
        TreeSet<String> known = new TreeSet<>(type.constants());
        if (theirs != null) {
            known.retainAll(theirs);
        }
        List<String> codes = List.copyOf(known);
        Enum<?>[] constants = type.javaType().getEnumConstants();
        this.byCode = new Enum<?>[codes.size()];
        this.codeByOrdinal = new int[constants.length];
        this.fallbackByOrdinal = new boolean[constants.length];
        for (Enum<?> constant : constants) {
            int code = codes.indexOf(constant.name());
            if (code >= 0) {
                byCode[code] = constant;
            } else {
                String fallback = EnumFallbacks.of(type, constant.name());
                code = fallback == null ? -1 : codes.indexOf(fallback);
                fallbackByOrdinal[constant.ordinal()] = true;
            }
            codeByOrdinal[constant.ordinal()] = code;
        }
    }

    /** Whether the reader is given another constant instead. */
    boolean fallsBack(Enum<?> constant) {
        return fallbackByOrdinal[constant.ordinal()];
    }

    Enum<?> fallback(Enum<?> constant) {
        return byCode[code(constant)];
    }

    /** The code of a constant that the reader knows by its own name, else below zero. */
    int known(Enum<?> constant) {
        int ordinal = constant.ordinal();
        return fallbackByOrdinal[ordinal] ? -1 : codeByOrdinal[ordinal];
    }

    int code(Enum<?> constant) {
        int code = codeByOrdinal[constant.ordinal()];
        if (code < 0) {
            throw new InvalidValueException(name + "." + constant.name()
                    + ": the other side does not know it and it has no fallback there (expected: one of "
                    + List.of(byCode) + "; upgrade the other side first)");
        }
        return code;
    }

    Enum<?> constant(int code) {
        if (code < 0 || code >= byCode.length) {
            throw new Malformed(
                    DecodeException.BAD_ENUM, name + " code " + code + " (expected: 0 to " + (byCode.length - 1) + ")");
        }
        return byCode[code];
    }
}
