package dev.attacca.transport;

import dev.attacca.error.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.3 on a server's side. Files are read at the start and again when they have changed: later handshakes use what they hold
 * then, connections that exist go on. Immutable.
 *
 * @param key the server's own certificate
 * @param trust a PEM file with the issuers whose callers are accepted
 * @param clientCertificates whether callers must show a certificate; without one nobody is anybody
 * @param trustDomain the SPIFFE trust domain of which each caller must have an id, such as {@code example.org}; null where the
 *     subject of its certificate is enough
 * @param handshakeTime how long a handshake may take
 * @param maxHandshakes how many may be under way at once; one more is closed at once
 * @param lookAgain the pause between two looks at the files
 * @param expirySpread a connection whose caller's certificate expires is ended within this time after it, at random, so that a
 *     fleet whose certificates are of one age does not come back at once
 */
public record ServerTlsOptions(
        TlsKey key,
        Path trust,
        boolean clientCertificates,
        @Nullable String trustDomain,
        Duration handshakeTime,
        int maxHandshakes,
        Duration lookAgain,
        Duration expirySpread) {
    private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");

    /** Checks every value, but reads no file yet. */
    public ServerTlsOptions {
        ServerOptions.positive("handshakeTime", handshakeTime);
        ServerOptions.positive("maxHandshakes", maxHandshakes);
        ServerOptions.positive("lookAgain", lookAgain);
        ServerOptions.positive("expirySpread", expirySpread);
        if (trustDomain != null && !isTrustDomain(trustDomain)) {
            throw new ConfigurationException(
                    "trustDomain: " + trustDomain
                            + " (expected: lower-case letters, digits, '.', '-' and '_', such as example.org, without spiffe://)");
        }
        if (trustDomain != null && !clientCertificates) {
            throw new ConfigurationException("trustDomain: " + trustDomain
                    + " without client certificates (expected: both or none; only a certificate says who a caller is)");
        }
    }

    static boolean isTrustDomain(String text) {
        return TRUST_DOMAIN.matcher(text).matches();
    }

    /** Begins with the defaults: every caller must show a certificate, and its subject is who it is. */
    public static Builder builder(TlsKey key, Path trust) {
        return new Builder(key, trust);
    }

    /**
     * Reads the files and checks that they can be used.
     *
     * @throws ConfigurationException what {@link TransportServer#start} would throw
     */
    public void check() {
        TlsContext.of(this);
    }

    /** Thread safety: confined to one thread. */
    public static final class Builder {
        private final TlsKey key;
        private final Path trust;
        private boolean clientCertificates = true;
        private @Nullable String trustDomain;
        private Duration handshakeTime = Duration.ofSeconds(5);
        private int maxHandshakes = 256;
        private Duration lookAgain = Duration.ofSeconds(1);
        private Duration expirySpread = Duration.ofMinutes(1);

        private Builder(TlsKey key, Path trust) {
            this.key = key;
            this.trust = trust;
        }

        /** See {@link ServerTlsOptions#clientCertificates}. */
        public Builder clientCertificates(boolean value) {
            clientCertificates = value;
            return this;
        }

        /** See {@link ServerTlsOptions#trustDomain}. */
        public Builder trustDomain(@Nullable String value) {
            trustDomain = value;
            return this;
        }

        /** See {@link ServerTlsOptions#handshakeTime}. */
        public Builder handshakeTime(Duration value) {
            ServerOptions.positive("handshakeTime", value);
            handshakeTime = value;
            return this;
        }

        /** See {@link ServerTlsOptions#maxHandshakes}. */
        public Builder maxHandshakes(int value) {
            ServerOptions.positive("maxHandshakes", value);
            maxHandshakes = value;
            return this;
        }

        /** See {@link ServerTlsOptions#lookAgain}. */
        public Builder lookAgain(Duration value) {
            ServerOptions.positive("lookAgain", value);
            lookAgain = value;
            return this;
        }

        /** See {@link ServerTlsOptions#expirySpread}. */
        public Builder expirySpread(Duration value) {
            ServerOptions.positive("expirySpread", value);
            expirySpread = value;
            return this;
        }

        /** The finished options. */
        public ServerTlsOptions build() {
            return new ServerTlsOptions(
                    key, trust, clientCertificates, trustDomain, handshakeTime, maxHandshakes, lookAgain, expirySpread);
        }
    }
}
