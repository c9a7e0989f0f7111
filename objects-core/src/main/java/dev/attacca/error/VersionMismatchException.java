package dev.attacca.error;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One side uses a version that the other does not know, and no declared step leads from one to the other.
 *
 * <p>{@link #details()} holds {@value #TYPE}, {@value #ASKED} and {@value #SUPPORTED}.
 */
public final class VersionMismatchException extends AttaccaException {
    /** The {@link #code()} when neither of the more exact ones fits. */
    public static final String CODE = "VERSION_MISMATCH";

    /** The {@link #code()} for a version that is yet to come for the side that refuses it. */
    public static final String TOO_NEW = "VERSION_TOO_NEW";

    /** The {@link #code()} for a version that is no longer supported. */
    public static final String TOO_OLD = "VERSION_TOO_OLD";

    /** Detail: the name of the class. */
    public static final String TYPE = "type";

    /** Detail: the version that was asked for. */
    public static final String ASKED = "asked";

    /** Detail: the version that would be accepted: the newest one known, or the oldest one supported. */
    public static final String SUPPORTED = "supported";

    private static final long serialVersionUID = 1L;

    /** Creates the error with one of the codes of this class. */
    public VersionMismatchException(
            String code, String message, Map<String, String> details, @Nullable Throwable cause) {
        super(code, message, false, Outcome.REFUSED, details, cause);
    }

    /** A version newer than the newest one that this side knows. */
    public static VersionMismatchException tooNew(String type, String asked, String newestKnown) {
        return new VersionMismatchException(
                TOO_NEW,
                type + ": " + asked + " (expected: " + newestKnown
                        + " or older); upgrade the side that knows less, or send " + newestKnown,
                facts(type, asked, newestKnown),
                null);
    }

    /** A version older than the oldest one that this side still supports. */
    public static VersionMismatchException tooOld(String type, String asked, String oldestSupported) {
        return new VersionMismatchException(
                TOO_OLD,
                type + ": " + asked + " (expected: " + oldestSupported + " or newer); upgrade the caller",
                facts(type, asked, oldestSupported),
                null);
    }

    private static Map<String, String> facts(String type, String asked, String supported) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put(TYPE, type);
        details.put(ASKED, asked);
        details.put(SUPPORTED, supported);
        return details;
    }
}
