package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.TlsRefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and issuers change while calls run, and nobody restarts anything. */
class TlsRotationTest {
    @TempDir
    private Path folder;

    private TestAuthority old;
    private Path conductorTrust;
    private Path callerTrust;
    private final List<Peer> peers = new CopyOnWriteArrayList<>();

    @BeforeEach
    void anIssuer() {
        old = TestAuthority.named("Old Root", folder);
        conductorTrust = TestAuthority.write(folder.resolve("conductor-trust.pem"), old.pem());
        callerTrust = TestAuthority.write(folder.resolve("caller-trust.pem"), old.pem());
    }

    private TransportServer serve() {
        ServerTlsOptions tls = ServerTlsOptions.builder(old.files("conductor", old.conductor()), conductorTrust)
                .lookAgain(Duration.ofMillis(10))
                .trustDomain(TestAuthority.DOMAIN)
                .build();
        return TransportServer.start(
                ServerOptions.builder(TestPeers.ANY_PORT).tls(tls).build(), peer -> {
                    peers.add(peer);
                    return new TestPeers.TextSession(TestPeers::echo);
                });
    }

    private TransportClient<String> caller(TransportServer server, TlsKey key) {
        return TestPeers.client(
                ClientOptions.builder(server.localAddress()).tls(ClientTlsOptions.of(key, callerTrust)));
    }

    /** What a new caller with those files gets: null for a connection. */
    private @Nullable Throwable tried(TransportServer server, TlsKey key) {
        try (TransportClient<String> client = caller(server, key)) {
            return Assertions.catchThrowable(
                    () -> client.connect(TestPeers.seconds(5)).ping(TestPeers.seconds(5)));
        }
    }

    @Test
    void aRenewedCertificateServesNewHandshakesAndNoCallFails() {
        TlsKey.Pem caller = old.files("host-1", old.agent("host-1"));
        AtomicInteger calls = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        try (TransportServer server = serve();
                TransportClient<String> client = caller(server, caller)) {
            Connection<String> first = client.connect(TestPeers.seconds(5));
            CompletableFuture<Void> busy = CompletableFuture.runAsync(() -> {
                while (!enough.get()) {
                    client.withConnection(
                            TestPeers.seconds(5), c -> c.act(TestPeers.call("on and on"), TestPeers.seconds(5)));
                    calls.incrementAndGet();
                }
            });
            for (int i = 0; i < 5; i++) {
                int before = calls.get();
                old.files("conductor", old.conductor());
                old.files("host-1", old.agent("host-1"));
                assertThat(tried(server, caller)).isNull();
                await().until(() -> busy.isDone() || calls.get() > before + 100);
            }
            enough.set(true);

            busy.join();
            assertThat(first.usable()).isTrue();
            assertThat(server.counters().faults()).isZero();
        }
    }

    @Test
    void halfOfARenewalIsNotTaken() {
        TlsKey.Pem caller = old.files("host-1", old.agent("host-1"));
        try (TransportServer server = serve()) {
            // A new certificate beside the old key.
            TestAuthority.write(folder.resolve("conductor.pem"), old.conductor().getCertificatePathPEM());

            for (int i = 0; i < 5; i++) {
                assertThat(tried(server, caller)).isNull();
            }
        }
    }

    @Test
    void issuersChangeByTrustingBothForAWhile() {
        TestAuthority next = TestAuthority.named("New Root", folder);
        TlsKey.Pem ofOld = old.files("host-1", old.agent("host-1"));
        TlsKey.Pem ofNew = next.files("host-2", next.agent("host-2"));
        try (TransportServer server = serve();
                TransportClient<String> client = caller(server, ofOld)) {
            Connection<String> first = client.connect(TestPeers.seconds(5));
            assertThat(tried(server, ofNew)).isInstanceOf(TlsRefusedException.class);

            TestAuthority.write(conductorTrust, old.pem() + next.pem());
            TestAuthority.write(callerTrust, old.pem() + next.pem());
            await().untilAsserted(() -> assertThat(tried(server, ofNew)).isNull());
            assertThat(tried(server, ofOld)).isNull();

            next.files("conductor", next.conductor());
            for (int i = 0; i < 3; i++) {
                assertThat(tried(server, ofNew)).isNull();
                assertThat(tried(server, ofOld)).isNull();
            }

            TestAuthority.write(conductorTrust, next.pem());
            TestAuthority.write(callerTrust, next.pem());
            await().untilAsserted(() -> assertThat(tried(server, ofOld))
                    .isInstanceOfSatisfying(
                            AttaccaException.class, e -> assertThat(e.code()).isEqualTo("REFUSED_BY_CONDUCTOR")));
            assertThat(tried(server, ofNew)).isNull();

            assertThat(first.usable()).isTrue();
            assertThat(server.counters().closed(CloseReason.CERTIFICATE_UNTRUSTED))
                    .isPositive();
            assertThat(peers)
                    .extracting(peer -> Objects.requireNonNull(peer.identity()).name())
                    .contains("spiffe://example.org/agent/host-1", "spiffe://example.org/agent/host-2");
        }
    }

    @Test
    void aSessionOfBeforeCannotBeResumedOnceItsIssuerIsGone() {
        TestAuthority next = TestAuthority.named("New Root", folder);
        TlsKey.Pem ofOld = old.files("host-1", old.agent("host-1"));
        try (TransportServer server = serve();
                TransportClient<String> client = caller(server, ofOld)) {
            // One client, whose context keeps its tickets.
            client.connect(TestPeers.seconds(5)).ping(TestPeers.seconds(5));
            TestAuthority.write(conductorTrust, next.pem());
            await().untilAsserted(() -> assertThat(tried(server, ofOld)).isInstanceOf(TlsRefusedException.class));

            int sessions = peers.size();
            ((ClientConnection<String>) client.connect(TestPeers.seconds(5)))
                    .link()
                    .close(Duration.ofMillis(1));
            await().untilAsserted(
                            () -> assertThat(Assertions.catchThrowable(() -> client.connect(TestPeers.seconds(5))))
                                    .isInstanceOf(TlsRefusedException.class));

            assertThat(peers).hasSize(sessions);
        }
    }
}
