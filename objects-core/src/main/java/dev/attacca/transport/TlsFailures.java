package dev.attacca.transport;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConductorUnavailableException;
import dev.attacca.error.TlsRefusedException;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.SocketAddress;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a failure of TLS means to a caller, and what to do about it. */
final class TlsFailures {
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    /** What a conductor without TLS answers; nobody else would, since we never offer an application protocol. */
    private static final String SPEAKS_PLAINTEXT = "no_application_protocol";

    private TlsFailures() {}

    static TlsRefusedException conductorSpeaksTls(SocketAddress peer) {
        return new TlsRefusedException(
                TlsRefusedException.TLS_MISMATCH,
                "conductor: " + peer
                        + " speaks TLS, this side plaintext (expected: the same on both); configure TLS here",
                null);
    }

    private static TlsRefusedException conductorSpeaksPlaintext(SocketAddress peer, Throwable failure) {
        return new TlsRefusedException(
                TlsRefusedException.TLS_MISMATCH,
                "conductor: " + peer + " speaks plaintext, this side TLS (expected: the same on both);"
                        + " configure TLS there, or none here",
                failure);
    }

    /** The error that callers get. */
    static AttaccaException inWords(SocketAddress peer, Throwable failure) {
        CertificateRefusedException untrusted = CertificateRefusedException.in(failure);
        if (untrusted != null) {
            return new TlsRefusedException(
                    TlsRefusedException.CONDUCTOR_UNTRUSTED,
                    "conductor: " + peer + ": " + untrusted.getMessage()
                            + "; nothing was sent to it; correct its certificate, the trusted ones, or its address",
                    failure);
        }
        if (failure instanceof NotSslRecordException) {
            return conductorSpeaksPlaintext(peer, failure);
        }
        Matcher alert = ALERT.matcher(String.valueOf(failure.getMessage()));
        if (!alert.find()) {
            return new ConductorUnavailableException(
                    "conductor: " + peer + ": the TLS handshake did not come to its end: " + failure.getMessage(),
                    Map.of(),
                    failure);
        }
        return alert.group(1).equals(SPEAKS_PLAINTEXT)
                ? conductorSpeaksPlaintext(peer, failure)
                : new TlsRefusedException(
                        TlsRefusedException.REFUSED_BY_CONDUCTOR,
                        "conductor: " + peer + " refused this side by the TLS alert " + alert.group(1)
                                + " (expected: a certificate that it trusts, valid now, and TLS 1.3);"
                                + " its log and counters name the reason",
                        Map.of("alert", alert.group(1)),
                        failure);
    }
}
