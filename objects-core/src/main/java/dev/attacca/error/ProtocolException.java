package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bytes or a sequence of messages that the protocol does not allow; the codes tell which rule was broken. */
public final class ProtocolException extends AttaccaException {
    /** A frame whose content is not a Thrift message of ours. */
    public static final String BAD_FRAME = "BAD_FRAME";

    /** A frame longer than was agreed. */
    public static final String FRAME_TOO_LARGE = "FRAME_TOO_LARGE";

    /** A protocol version, or an encoding of Thrift messages, that this side does not speak. */
    public static final String BAD_PROTOCOL = "BAD_PROTOCOL";

    /** A message name that the service does not have. */
    public static final String BAD_METHOD = "BAD_METHOD";

    /** A deadline that is not a positive number of milliseconds. */
    public static final String BAD_DEADLINE = "BAD_DEADLINE";

    /** A number of a call or of a request that its caller cannot have counted. */
    public static final String BAD_NUMBER = "BAD_NUMBER";

    /** An action before the handshake was finished, or a handshake that does not fit. */
    public static final String HELLO_REQUIRED = "HELLO_REQUIRED";

    /** A message that needs something neither side agreed to. */
    public static final String UNSUPPORTED = "UNSUPPORTED";

    private static final long serialVersionUID = 1L;

    /** Creates the error with one of the codes of this class. */
    public ProtocolException(String code, String message) {
        this(code, message, Outcome.REFUSED, Map.of(), null);
    }

    /**
     * Creates the error.
     *
     * @param code one of the codes of this class
     * @param message ends with the remedy
     * @param outcome {@link Outcome#REFUSED}, unless it is the answer to a call that broke the rule
     * @param details facts for programs
     * @param cause the failure below, or null when this is the first one
     */
    public ProtocolException(
            String code, String message, Outcome outcome, Map<String, String> details, @Nullable Throwable cause) {
        super(code, message, false, outcome, details, cause);
    }
}
