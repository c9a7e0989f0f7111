package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attacca.transport.thrift.Reply;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final int PING_BYTES = 13;

    @TempDir
    private Path folder;

    private TestAuthority authority;
    private final List<Peer> peers = new CopyOnWriteArrayList<>();

    @BeforeEach
    void anIssuer() {
        authority = TestAuthority.in(folder);
    }

    private TransportServer serve(ServerTlsOptions tls, TestPeers.Action action) {
        return TransportServer.start(
                ServerOptions.builder(TestPeers.ANY_PORT)
                        .tls(tls)
                        .maxReplyBytes(20_000_000)
                        .maxFrameBytes(20_000_000)
                        .build(),
                peer -> {
                    peers.add(peer);
                    return new TestPeers.TextSession(action);
                });
    }

    private TransportClient<String> client(TransportServer server, ClientTlsOptions tls) {
        return TestPeers.client(ClientOptions.builder(server.localAddress())
                .maxFrameBytes(20_000_000)
                .tls(tls));
    }

    @Test
    void callsGoThroughAndTheServerKnowsWhoCalls() {
        try (TransportServer server = serve(authority.serverTls().build(), TestPeers::echo);
                TransportClient<String> client = client(server, authority.clientTls("host-1"))) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));

            Reply reply = connection.act(TestPeers.call("through TLS"), TestPeers.seconds(5));

            assertThat(TestPeers.textOf(reply)).isEqualTo("through TLS");
            assertThat(peers).hasSize(1);
            assertThat(peers.get(0).identity()).isInstanceOfSatisfying(PeerIdentity.Spiffe.class, id -> {
                assertThat(id.name()).isEqualTo("spiffe://example.org/agent/host-1");
                assertThat(id.trustDomain()).isEqualTo("example.org");
                assertThat(id.agentHost()).isEqualTo("host-1");
            });
        }
    }

    @Test
    void whereNoIdIsDemandedTheSubjectIsWhoCalls() {
        try (TransportServer server =
                        serve(authority.serverTls().trustDomain(null).build(), TestPeers::echo);
                TransportClient<String> client = client(server, authority.clientTls("host-1"))) {
            client.connect(TestPeers.seconds(5)).ping(TestPeers.seconds(5));

            assertThat(peers.get(0).identity()).isEqualTo(new PeerIdentity.Subject("CN=host-1"));
        }
    }

    @Test
    void whereNoCertificateIsDemandedNobodyIsAnybody() {
        ServerTlsOptions anonymous = authority
                .serverTls()
                .trustDomain(null)
                .clientCertificates(false)
                .build();
        try (TransportServer server = serve(anonymous, TestPeers::echo);
                TransportClient<String> client = client(server, ClientTlsOptions.of(null, authority.trust()))) {
            client.connect(TestPeers.seconds(5)).ping(TestPeers.seconds(5));

            assertThat(peers.get(0).identity()).isNull();
        }
    }

    @Test
    void aConductorCanBeKnownByItsIdInsteadOfItsHost() {
        TlsKey elsewhere = authority.files(
                "elsewhere", authority.issue("elsewhere", c -> TestAuthority.uri(c, TestAuthority.CONDUCTOR_ID)));
        ServerTlsOptions tls =
                ServerTlsOptions.builder(elsewhere, authority.trust()).build();
        try (TransportServer server = serve(tls, TestPeers::echo);
                TransportClient<String> client =
                        client(server, authority.clientTls("host-1").conductorId(TestAuthority.CONDUCTOR_ID))) {
            client.connect(TestPeers.seconds(5)).ping(TestPeers.seconds(5));

            assertThat(server.counters().connectionsNow()).isEqualTo(1);
        }
    }

    @Test
    void chainsOfThreeAndKeysOfOtherKindsAreWelcome() {
        TestAuthority below = authority.intermediate("Below").intermediate("Further below");
        ServerTlsOptions tls = ServerTlsOptions.builder(
                        authority.files(
                                "rsa",
                                authority.issue("conductor", c -> c.rsa2048().addSanIpAddress("127.0.0.1"))),
                        authority.trust())
                .build();
        try (TransportServer server = serve(tls, TestPeers::echo);
                TransportClient<String> client = client(
                        server, ClientTlsOptions.of(below.files("deep", below.agent("deep")), authority.trust()))) {
            client.connect(TestPeers.seconds(5)).ping(TestPeers.seconds(5));

            assertThat(peers.get(0).identity()).isEqualTo(new PeerIdentity.Subject("CN=deep"));
        }
    }

    @Test
    void largeFramesAndManyCallsAtOnceArriveWhole() {
        byte[] large = new byte[10_000_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 + i / 8191);
        }
        try (TransportServer server = serve(authority.serverTls().build(), TestPeers::echoBytes);
                TransportClient<String> client = client(server, authority.clientTls("host-1"))) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            List<CompletableFuture<Reply>> replies = new ArrayList<>();
            CompletableFuture<Reply> big =
                    connection.actAsync(TestPeers.call("").setBody(ByteBuffer.wrap(large)), TestPeers.seconds(30));
            for (int i = 0; i < 1000; i++) {
                replies.add(connection.actAsync(TestPeers.call("call " + i), TestPeers.seconds(30)));
            }

            assertThat(big.join().getBody()).isEqualTo(large);
            for (int i = 0; i < 1000; i++) {
                assertThat(TestPeers.textOf(replies.get(i).join())).isEqualTo("call " + i);
            }
        }
    }

    @Test
    void aConnectionThatResumesASessionStillHasAnIdentity() {
        try (TransportServer server = serve(authority.serverTls().build(), TestPeers::echo);
                TransportClient<String> client = client(server, authority.clientTls("host-1"))) {
            client.connect(TestPeers.seconds(5)).ping(TestPeers.seconds(5));
            for (int i = 0; i < 3; i++) {
                int sessions = peers.size();
                cut(client);
                await().until(() -> {
                    client.connect(TestPeers.seconds(5)).ping(TestPeers.seconds(5));
                    return peers.size() > sessions;
                });
            }

            assertThat(peers)
                    .hasSizeGreaterThanOrEqualTo(4)
                    .allSatisfy(peer -> assertThat(
                                    Objects.requireNonNull(peer.identity()).name())
                            .isEqualTo("spiffe://example.org/agent/host-1"));
        }
    }

    private static void cut(TransportClient<String> client) {
        ClientConnection<String> connection = (ClientConnection<String>) client.connect(TestPeers.seconds(5));
        connection.link().close(Duration.ofMillis(1));
    }

    @Test
    void drainLetsCallsFinishAndEndsWithoutACut() {
        CountDownLatch release = new CountDownLatch(1);
        TransportServer server = serve(authority.serverTls().build(), (call, control) -> {
            MultiplexingTest.await(release);
            return TestPeers.echo(call, control);
        });
        try (TransportClient<String> client = client(server, authority.clientTls("host-1"))) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            CompletableFuture<Reply> running = connection.actAsync(TestPeers.call("runs"), TestPeers.seconds(10));
            await().until(() -> server.counters().callsExecuted() == 1);

            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
            await().until(() -> !connection.usable());
            release.countDown();

            assertThat(TestPeers.textOf(running.join())).isEqualTo("runs");
            closing.join();
            assertThat(server.counters().closed(CloseReason.PEER_CLOSED)).isPositive();
            assertThat(server.counters().closed(CloseReason.SERVER_CLOSED)).isZero();
            assertThat(server.counters().closed(CloseReason.IO_ERROR)).isZero();
        }
    }

    @Test
    void keepaliveHoldsASilentConnection() {
        ServerOptions.Builder impatient = ServerOptions.builder(TestPeers.ANY_PORT)
                .idleTime(Duration.ofSeconds(2))
                .tls(authority.serverTls().build());
        try (TransportServer server = TestPeers.serve(impatient, TestPeers::echo);
                TransportClient<String> client = TestPeers.client(ClientOptions.builder(server.localAddress())
                        .keepalive(Duration.ofMillis(700))
                        .tls(authority.clientTls("host-1")))) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            long before = server.counters().bytesIn();

            // As many keepalives as take longer than a silent connection is given.
            await().atMost(Duration.ofSeconds(30)).until(() -> server.counters().bytesIn() >= before + 4 * PING_BYTES);

            assertThat(connection.usable()).isTrue();
            assertThat(server.counters().connectionsAccepted()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionEndsWhenItsCertificateDoesAndComesBackWithTheNextOne() {
        Instant soon = Instant.now().plusSeconds(4);
        TlsKey.Pem files = authority.files(
                "host-1",
                authority.issue(
                        "host-1",
                        c -> TestAuthority.uri(c, "spiffe://example.org/agent/host-1")
                                .notAfter(soon)));
        ServerTlsOptions tls =
                authority.serverTls().expirySpread(Duration.ofMillis(1)).build();
        try (TransportServer server = serve(tls, TestPeers::echo);
                TransportClient<String> client = client(server, ClientTlsOptions.of(files, authority.trust()))) {
            Connection<String> first = client.connect(TestPeers.seconds(3));
            authority.files("host-1", authority.agent("host-1"));

            await().atMost(Duration.ofSeconds(10)).until(() -> !first.usable());
            assertThat(Instant.now()).isAfterOrEqualTo(soon.minusSeconds(1));
            client.connect(TestPeers.seconds(5)).ping(TestPeers.seconds(5));

            assertThat(peers).hasSize(2);
            assertThat(server.counters().faults()).isZero();
        }
    }
}
