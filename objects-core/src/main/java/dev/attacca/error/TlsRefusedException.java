package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No secure connection to the conductor: one side does not trust the other, or only one of the two speaks TLS. Nothing was sent,
 * and nothing will be until somebody changes a setting or a certificate.
 */
public final class TlsRefusedException extends AttaccaException {
    /** One side speaks TLS, the other does not. */
    public static final String TLS_MISMATCH = "TLS_MISMATCH";

    /** This side does not trust the conductor's certificate, or it is not the conductor that was meant. */
    public static final String CONDUCTOR_UNTRUSTED = "CONDUCTOR_UNTRUSTED";

    /** The conductor broke the TLS handshake off, as a rule because of this side's certificate. */
    public static final String REFUSED_BY_CONDUCTOR = "REFUSED_BY_CONDUCTOR";

    private static final long serialVersionUID = 1L;

    /** Creates the error with one of the codes of this class, a message that ends with the remedy, and the failure below. */
    public TlsRefusedException(String code, String message, @Nullable Throwable cause) {
        this(code, message, Map.of(), cause);
    }

    /** Creates the error with facts for programs. */
    public TlsRefusedException(String code, String message, Map<String, String> details, @Nullable Throwable cause) {
        super(code, message, false, Outcome.REFUSED, details, cause);
    }
}
