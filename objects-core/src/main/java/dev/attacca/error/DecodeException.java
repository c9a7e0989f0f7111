package dev.attacca.error;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not an object of the agreed schema; nothing was built from them. Of a request it was refused; of an answer
 * the {@link #outcome()} is unknown, since the call was carried out before it was answered.
 */
public final class DecodeException extends AttaccaException {
    /** The {@link #code()} when none of the more exact ones fits. */
    public static final String CODE = "BAD_PAYLOAD";

    /** A length or count that the remaining bytes cannot hold, or that is over its budget. */
    public static final String BAD_SIZE = "BAD_SIZE";

    /** Objects nested deeper than is allowed. */
    public static final String TOO_DEEP = "TOO_DEEP";

    /** A value of another type than the field declares. */
    public static final String WRONG_TYPE = "WRONG_TYPE";

    /** A number for an enum constant that does not exist. */
    public static final String BAD_ENUM = "BAD_ENUM";

    /** Null for a field that is never null. */
    public static final String NOT_NULL = "NOT_NULL";

    /** A value outside the range of its type, or text that is not UTF-8. */
    public static final String RANGE = "RANGE";

    /** A change of a field that has no setter. */
    public static final String READ_ONLY = "READ_ONLY";

    /** Bytes that are left when the object is complete. */
    public static final String TRAILING_BYTES = "TRAILING_BYTES";

    /** Detail: where in the object the bytes stopped making sense, such as {@code Instance.blockDevices[3].size}. */
    public static final String PATH = "path";

    private static final long serialVersionUID = 1L;

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public DecodeException(String code, String message, Map<String, String> details, @Nullable Throwable cause) {
        super(code, message, false, Outcome.REFUSED, details, cause);
    }

    private DecodeException(DecodeException ofAnswer, String message) {
        super(ofAnswer.code(), message, false, Outcome.UNKNOWN, ofAnswer.details(), ofAnswer);
    }

    /** The same failure of an answer: its call was carried out, or at least nobody can tell that it was not. */
    public DecodeException ofAnswer() {
        return new DecodeException(
                this, getMessage() + "; this was the answer, the call itself was carried out (load the object again)");
    }

    /** Creates the error for a place in an object; the message becomes {@code path: problem}. */
    public static DecodeException at(String path, String code, String problem) {
        return at(path, code, problem, null);
    }

    /** Creates the error for a place in an object, with the failure below, or null when this is the first one. */
    public static DecodeException at(String path, String code, String problem, @Nullable Throwable cause) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put(PATH, path);
        return new DecodeException(code, path + ": " + problem, details, cause);
    }

    /** Where in the object the bytes stopped making sense; empty when that is not known. */
    public String path() {
        return details().getOrDefault(PATH, "");
    }
}
