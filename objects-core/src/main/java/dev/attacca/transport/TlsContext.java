package dev.attacca.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.attacca.error.ConfigurationException;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What new handshakes use, made anew whenever a file has changed.
 *
 * <p>A whole new context rather than a key manager that changes its mind: sessions that could be resumed belong to a context,
 * and go with it. So an issuer that is trusted no more is not trusted by a ticket either.
 *
 * <p>Thread safety: {@link #current} from any thread; {@link #lookAgain} from any, which may block.
 */
final class TlsContext {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContext.class);

    /** Every call of ours is small, so the shorter key schedule of AES-128 comes first; the JDK would put AES-256 first. */
    private static final List<String> CIPHERS =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    /** Source: RELIABILITY S12; how long a ticket is worth anything, in seconds. */
    private static final int TICKET_SECONDS = 600;

    private final List<Path> files;
    private final Function<TlsFiles, Parts> maker;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private TlsFiles seen;

    @GuardedBy("lock")
    private String told = "";

    private volatile Parts current;

    /** What belongs together: handshakes of a context are judged by its verifier. */
    record Parts(SslContext context, PeerVerifier verifier) {}

    private TlsContext(List<Path> files, Function<TlsFiles, Parts> maker) {
        this.files = files;
        this.maker = maker;
        this.seen = TlsFiles.read(files);
        this.current = maker.apply(seen);
    }

    static TlsContext of(ServerTlsOptions options) {
        return new TlsContext(
                TlsMaterial.files(options.key(), options.trust()),
                files -> parts(files, options.key(), options.trust(), options.trustDomain(), null, own -> {
                    if (own == null) {
                        throw new IllegalStateException("key: none (expected: one; a server's is not null)");
                    }
                    return SslContextBuilder.forServer(own)
                            .clientAuth(options.clientCertificates() ? ClientAuth.REQUIRE : ClientAuth.NONE);
                }));
    }

    static TlsContext of(ClientTlsOptions options) {
        String id = options.conductorId();
        return new TlsContext(
                TlsMaterial.files(options.key(), options.trust()),
                files -> parts(files, options.key(), options.trust(), null, id, own -> {
                    SslContextBuilder builder = SslContextBuilder.forClient()
                            // None where an id is demanded instead.
                            .endpointIdentificationAlgorithm(id == null ? "HTTPS" : null);
                    return own == null ? builder : builder.keyManager(own);
                }));
    }

    private static Parts parts(
            TlsFiles files,
            @Nullable TlsKey key,
            Path trust,
            @Nullable String trustDomain,
            @Nullable String expectedId,
            Function<@Nullable OwnCertificate, SslContextBuilder> side) {
        TlsMaterial material = TlsMaterial.from(files, key, trust);
        try {
            PeerVerifier verifier = new PeerVerifier(material.trusted(), trustDomain, expectedId);
            SslContext context = side.apply(material.own())
                    .trustManager(verifier)
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3")
                    .ciphers(CIPHERS)
                    .sessionTimeout(TICKET_SECONDS)
                    .build();
            return new Parts(context, verifier);
        } catch (IOException | GeneralSecurityException refused) {
            throw new ConfigurationException(
                    "tls: this JDK cannot use " + key + " and " + trust + ": " + refused.getMessage()
                            + " (expected: TLS 1.3 with AES-GCM; use another JDK, or a key of another kind)",
                    Map.of(),
                    refused);
        }
    }

    Parts current() {
        return current;
    }

    /** Reads the files, and takes them over when they have changed and can be used. */
    void lookAgain() {
        synchronized (lock) {
            try {
                TlsFiles now = TlsFiles.read(files);
                if (now.sameAs(seen)) {
                    return;
                }
                seen = now;
                current = maker.apply(now);
                told = "";
                LOG.info("tls: {} have changed; new handshakes use them", files);
            } catch (ConfigurationException notNow) {
                // As a rule half of a replacement, and the next look sees the whole.
                String problem = String.valueOf(notNow.getMessage());
                if (!problem.equals(told)) {
                    told = problem;
                    LOG.warn("{}; handshakes go on with what was read before", problem);
                }
            }
        }
    }
}
