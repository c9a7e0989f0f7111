package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A written downgrade or upgrade step failed: it threw, it used a field its version does not have, or it lost something
 * without saying so. The step is at fault, not the data's sender. Of a request or of an answer that was not sent the call was
 * refused; of an answer that was received the {@link #outcome()} is unknown, since the call was carried out before it was
 * answered.
 *
 * <p>{@link #details()} holds {@value #TYPE}, {@value #STEP}, {@value #FROM} and {@value #TO}.
 */
public final class VersionStepException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "VERSION_STEP";

    /** Detail: the name of the class. */
    public static final String TYPE = "type";

    /** Detail: the name of the step's method. */
    public static final String STEP = "step";

    /** Detail: the version the step was given. */
    public static final String FROM = "from";

    /** Detail: the version it was to make. */
    public static final String TO = "to";

    private static final long serialVersionUID = 1L;

    /** Creates the error with facts for programs and what the step threw, or null when it threw nothing. */
    public VersionStepException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, details, cause);
    }

    private VersionStepException(VersionStepException ofAnswer, String message) {
        super(CODE, message, false, Outcome.UNKNOWN, ofAnswer.details(), ofAnswer);
    }

    /** The same failure on an answer that was received. */
    public VersionStepException ofAnswer() {
        return new VersionStepException(
                this, getMessage() + "; this was the answer, the call itself was carried out (load the object again)");
    }
}
