package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.ValueType;

/** Bytes that are not what they should be, on the way up to where their whole path is known. */
final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private String path = "";

    Malformed(String code, String problem) {
        super(problem, null, false, false);
        this.code = code;
    }

    /** Puts a field name or {@code [index]} in front of the path. */
    Malformed in(String segment) {
        path = path.isEmpty() || path.startsWith("[") ? segment + path : segment + "." + path;
        return this;
    }

    /** The same without a word of what was read: a path may name keys. */
    Malformed hidden(ValueType expected) {
        return new Malformed(code, "what does not fit (expected: " + expected + ")");
    }

    DecodeException toDecodeException() {
        return DecodeException.at(path, code, String.valueOf(getMessage()));
    }
}
