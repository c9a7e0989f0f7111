package dev.attacca.transport;

import dev.attacca.error.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.3 on a caller's side. Files are read at the start, and looked at again at each attempt to connect. Immutable.
 *
 * @param key the caller's own certificate; null when it has none, which most conductors refuse
 * @param trust a PEM file with the issuers whose conductors are trusted
 * @param conductorId the SPIFFE id that a conductor must have, such as {@code spiffe://example.org/conductor}; null where its
 *     certificate must name the host that was connected to
 * @param handshakeTime how long a handshake may take
 */
public record ClientTlsOptions(
        @Nullable TlsKey key, Path trust, @Nullable String conductorId, Duration handshakeTime) {

    /** Checks every value, but reads no file yet. */
    public ClientTlsOptions {
        ServerOptions.positive("handshakeTime", handshakeTime);
        if (conductorId != null && PeerIdentity.Spiffe.parse(conductorId) == null) {
            throw new ConfigurationException(
                    "conductorId: " + conductorId + " (expected: a SPIFFE id, such as spiffe://example.org/conductor)");
        }
    }

    /** The defaults: a conductor's certificate must name its host, and a handshake may take five seconds. */
    public static ClientTlsOptions of(@Nullable TlsKey key, Path trust) {
        return new ClientTlsOptions(key, trust, null, Duration.ofSeconds(5));
    }

    /** The same, for conductors with that SPIFFE id, whatever their host is called. */
    public ClientTlsOptions conductorId(@Nullable String id) {
        return new ClientTlsOptions(key, trust, id, handshakeTime);
    }

    /** The same, with another time for handshakes. */
    public ClientTlsOptions handshakeTime(Duration time) {
        return new ClientTlsOptions(key, trust, conductorId, time);
    }

    /**
     * Reads the files and checks that they can be used.
     *
     * @throws ConfigurationException what {@link TransportClient#open} would throw
     */
    public void check() {
        TlsContext.of(this);
    }
}
