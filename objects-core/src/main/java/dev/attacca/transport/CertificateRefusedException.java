package dev.attacca.transport;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** A peer's certificate that is not good enough here; travels inside the failure of a TLS handshake. */
final class CertificateRefusedException extends CertificateException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_SHOWN = 256;

    private final CloseReason reason;

    CertificateRefusedException(CloseReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    CertificateRefusedException(CloseReason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    CloseReason reason() {
        return reason;
    }

    /** The one inside a failure, or null when there is none. */
    static @Nullable CertificateRefusedException in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateRefusedException refused) {
                return refused;
            }
        }
        return null;
    }

    /** How a certificate is called in messages. */
    static String shown(X509Certificate certificate) {
        return "certificate " + printable(certificate.getSubjectX500Principal().getName());
    }

    /** What a stranger wrote: cut, and without anything that could forge a log line. */
    static String printable(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_SHOWN)).replaceAll("[^\\x20-\\x7e]", "?");
    }
}
