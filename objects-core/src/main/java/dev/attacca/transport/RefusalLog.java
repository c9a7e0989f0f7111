package dev.attacca.transport;

import java.net.SocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators of peers that were refused, once a minute for each reason: whoever is misconfigured is found, and whoever
 * floods us does not fill the disk. The rest is there at DEBUG, and in the counters.
 *
 * <p>Thread safety: safe for use by many threads.
 */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final Map<CloseReason, Long> told = new EnumMap<>(CloseReason.class);

    void refused(CloseReason reason, SocketAddress peer, Throwable cause) {
        CertificateRefusedException certificate = CertificateRefusedException.in(cause);
        String why = CertificateRefusedException.printable(
                String.valueOf(certificate == null ? cause.getMessage() : certificate.getMessage()));
        if (due(reason)) {
            LOG.warn(
                    "tls: {} refused, {}: {} (others for this reason are logged at DEBUG for a minute)",
                    peer,
                    reason,
                    why);
        } else {
            LOG.debug("tls: {} refused, {}: {}", peer, reason, why);
        }
    }

    private synchronized boolean due(CloseReason reason) {
        long now = System.nanoTime();
        Long last = told.get(reason);
        if (last != null && now - last < MINUTE) {
            return false;
        }
        told.put(reason, now);
        return true;
    }
}
