package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.Outcome;
import dev.attacca.error.TlsRefusedException;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is turned away, for which counted reason, and what either side is told. */
class TlsRefusalsTest {
    @TempDir
    private Path folder;

    private TestAuthority authority;

    @BeforeEach
    void anIssuer() {
        authority = TestAuthority.in(folder);
    }

    private static TransportServer serve(ServerTlsOptions tls) {
        return TestPeers.serve(ServerOptions.builder(TestPeers.ANY_PORT).tls(tls), TestPeers::echo);
    }

    /** What a caller gets who tries to connect. */
    private static AttaccaException refusal(TransportServer server, ClientTlsOptions tls) {
        return refusal(server.localAddress(), tls);
    }

    private static AttaccaException refusal(InetSocketAddress address, ClientTlsOptions tls) {
        try (TransportClient<String> client =
                TestPeers.client(ClientOptions.builder(address).tls(tls))) {
            return catchThrowableOfType(AttaccaException.class, () -> client.connect(TestPeers.seconds(10)));
        }
    }

    private void isRefused(ClientTlsOptions caller, CloseReason reason) {
        isRefused(caller, authority.serverTls().build(), reason);
    }

    private static void isRefused(ClientTlsOptions caller, ServerTlsOptions conductor, CloseReason reason) {
        try (TransportServer server = serve(conductor)) {
            AttaccaException told = refusal(server, caller);

            assertThat(told).isInstanceOf(TlsRefusedException.class);
            assertThat(told.code()).isEqualTo("REFUSED_BY_CONDUCTOR");
            assertThat(told.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(told.retryable()).isFalse();
            assertThat(told)
                    .hasMessageStartingWith(
                            "conductor: " + server.localAddress() + " refused this side by the TLS alert ")
                    .hasMessageEndingWith("(expected: a certificate that it trusts, valid now, and TLS 1.3);"
                            + " its log and counters name the reason");
            isCounted(server, reason);
            assertThat(server.counters().calls()).isZero();
        }
    }

    /** In time: the caller is told before the connection has ended. */
    private static void isCounted(TransportServer server, CloseReason reason) {
        await().untilAsserted(() -> assertThat(server.counters().closed(reason)).isPositive());
    }

    @Test
    void aCallerWithoutACertificate() {
        isRefused(ClientTlsOptions.of(null, authority.trust()), CloseReason.NO_CERTIFICATE);
    }

    @Test
    void aCallerOfAnotherIssuer() {
        TestAuthority other = TestAuthority.named("Other Root", folder);
        isRefused(
                ClientTlsOptions.of(other.files("host-1", other.agent("host-1")), authority.trust()),
                CloseReason.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void aCallerOfAnIssuerOfTheSameNameWithAnotherKey() {
        TestAuthority impostor = TestAuthority.in(folder);
        isRefused(
                ClientTlsOptions.of(impostor.files("host-1", impostor.agent("host-1")), authority.trust()),
                CloseReason.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void aCertificateThatIsNotValidYet() {
        X509Bundle early = authority.issue(
                "host-1",
                c -> TestAuthority.uri(c, "spiffe://example.org/agent/host-1")
                        .notBefore(Instant.now().plusSeconds(60)));
        isRefused(authority.clientTls("host-1", early), CloseReason.CERTIFICATE_EXPIRED);
    }

    @Test
    void aCertificateOfAnIssuerThatHasExpired() {
        TestAuthority below = authority.intermediate("Old", Instant.now().minusSeconds(60));
        isRefused(
                ClientTlsOptions.of(below.files("host-1", below.agent("host-1")), authority.trust()),
                CloseReason.CERTIFICATE_EXPIRED);
    }

    @Test
    void aCertificateWithoutAnId() {
        isRefused(
                authority.clientTls("host-1", authority.issue("host-1", c -> c.addSanDnsName("host-1.example.org"))),
                CloseReason.IDENTITY_REFUSED);
    }

    @Test
    void aCertificateWithTwoIds() {
        X509Bundle two = authority.issue(
                "host-1",
                c -> TestAuthority.uri(
                        TestAuthority.uri(c, "spiffe://example.org/agent/host-1"),
                        "spiffe://example.org/agent/host-2"));
        isRefused(authority.clientTls("host-1", two), CloseReason.IDENTITY_REFUSED);
    }

    @Test
    void anIdThatIsNoneOrOfAnotherTrustDomain() {
        for (String uri : List.of(
                "spiffe://elsewhere.org/agent/host-1",
                "spiffe://example.org.evil.net/agent/host-1",
                "https://example.org/agent/host-1",
                "spiffe://example.org",
                "spiffe://example.org/",
                "spiffe://example.org/agent/../conductor",
                "spiffe://example.org/agent//host-1",
                "spiffe://example.org/agent/host-1?as=root",
                "spiffe://user@example.org/agent/host-1",
                "spiffe://EXAMPLE.org/agent/host-1")) {
            X509Bundle forged = authority.issue("host-1", c -> TestAuthority.uri(c, uri));
            isRefused(authority.clientTls("host-1", forged), CloseReason.IDENTITY_REFUSED);
        }
    }

    @Test
    void aConductorsCertificateUsedByACaller() {
        isRefused(authority.clientTls("conductor", authority.conductor()), CloseReason.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void anIssuersCertificateUsedByACaller() {
        X509Bundle issuer = authority.issue(
                "host-1",
                c -> TestAuthority.uri(c, "spiffe://example.org/agent/host-1").setIsCertificateAuthority(true));
        isRefused(authority.clientTls("host-1", issuer), CloseReason.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void aChainOfFour() {
        TestAuthority deep = authority.intermediate("Two").intermediate("Three").intermediate("Four");
        isRefused(
                ClientTlsOptions.of(deep.files("host-1", deep.agent("host-1")), authority.trust()),
                CloseReason.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void aChainOfNineKilobytes() {
        X509Bundle fat = authority.issue(
                "host-1",
                c -> TestAuthority.uri(c, "spiffe://example.org/agent/host-1")
                        .addExtensionOctetString("1.3.6.1.4.1.99999.1", false, new byte[9_000]));
        isRefused(authority.clientTls("host-1", fat), CloseReason.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void aChainOfAHundredKilobytes() {
        X509Bundle fat = authority.issue(
                "host-1",
                c -> TestAuthority.uri(c, "spiffe://example.org/agent/host-1")
                        .addExtensionOctetString("1.3.6.1.4.1.99999.1", false, new byte[100_000]));
        try (TransportServer server = serve(authority.serverTls().build())) {
            AttaccaException told = refusal(server, authority.clientTls("host-1", fat));

            assertThat(told).isNotNull();
            // The JDK's own limit for a message comes before ours for all of them.
            isCounted(server, CloseReason.TLS_FAILED);
        }
    }

    @Test
    void aCallerInPlaintextIsToldThatTheConductorSpeaksTls() {
        try (TransportServer server = serve(authority.serverTls().build());
                TransportClient<String> client = TestPeers.client(server.localAddress())) {
            TlsRefusedException told =
                    catchThrowableOfType(TlsRefusedException.class, () -> client.connect(TestPeers.seconds(10)));

            assertThat(told.code()).isEqualTo("TLS_MISMATCH");
            assertThat(told)
                    .hasMessage("conductor: " + server.localAddress()
                            + " speaks TLS, this side plaintext (expected: the same on both); configure TLS here");
            isCounted(server, CloseReason.PLAINTEXT_TO_TLS);
        }
    }

    @Test
    void aCallerWithTlsIsToldThatTheConductorSpeaksPlaintext() {
        try (TransportServer server = TestPeers.serve(TestPeers::echo)) {
            AttaccaException told = refusal(server, authority.clientTls("host-1"));

            assertThat(told.code()).isEqualTo("TLS_MISMATCH");
            assertThat(told)
                    .hasMessage("conductor: " + server.localAddress()
                            + " speaks plaintext, this side TLS (expected: the same on both); configure TLS there, or none"
                            + " here");
            isCounted(server, CloseReason.TLS_TO_PLAINTEXT);
        }
    }

    private void conductorIsRefused(TlsKey conductor, ClientTlsOptions caller, String... words) {
        ServerTlsOptions tls =
                ServerTlsOptions.builder(conductor, authority.trust()).build();
        try (TransportServer server = serve(tls)) {
            AttaccaException told = refusal(server, caller);

            assertThat(told).isInstanceOf(TlsRefusedException.class);
            assertThat(told.code()).isEqualTo("CONDUCTOR_UNTRUSTED");
            assertThat(told)
                    .hasMessageStartingWith("conductor: " + server.localAddress() + ": certificate CN=")
                    .hasMessageContainingAll(words)
                    .hasMessageEndingWith(
                            "nothing was sent to it; correct its certificate, the trusted ones, or its address");
            await().untilAsserted(() ->
                    assertThat(server.counters().closed(CloseReason.TLS_FAILED)).isPositive());
            assertThat(server.counters().calls()).isZero();
        }
    }

    @Test
    void aConductorOfAnotherIssuer() {
        TestAuthority other = TestAuthority.named("Other Root", folder);
        conductorIsRefused(other.files("other", other.conductor()), authority.clientTls("host-1"), "not trusted here");
    }

    @Test
    void aConductorWhoseCertificateNamesAnotherHost() {
        conductorIsRefused(
                authority.files("other", authority.issue("other", c -> c.addSanDnsName("other.example.org"))),
                authority.clientTls("host-1"),
                "not trusted here");
    }

    @Test
    void aConductorWithAnotherId() {
        conductorIsRefused(
                authority.files(
                        "host-9",
                        authority.issue("host-9", c -> TestAuthority.uri(c, "spiffe://example.org/agent/host-9"))),
                authority.clientTls("host-1").conductorId(TestAuthority.CONDUCTOR_ID),
                "its URI is spiffe://example.org/agent/host-9",
                "exactly one URI among its names, spiffe://example.org/conductor");
    }

    @Test
    void anAgentThatPosesAsAConductor() {
        conductorIsRefused(
                authority.files(
                        "host-9",
                        authority.issue(
                                "host-9",
                                c -> TestAuthority.uri(c, TestAuthority.CONDUCTOR_ID)
                                        .addExtendedKeyUsageClientAuth())),
                authority.clientTls("host-1").conductorId(TestAuthority.CONDUCTOR_ID),
                "not trusted here");
    }

    @Test
    void aHandshakeThatBeganAndDoesNotEnd() throws IOException {
        ServerTlsOptions tls =
                authority.serverTls().handshakeTime(Duration.ofMillis(200)).build();
        try (TransportServer server = serve(tls);
                Socket silent = connect(server)) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);

            await().untilAsserted(() -> assertThat(server.counters().closed(CloseReason.TLS_HANDSHAKE_TIMEOUT))
                    .isEqualTo(1));
            assertThat(server.counters().handshakesNow()).isZero();
        }
    }

    @Test
    void oneHandshakeMoreThanMayBeUnderWay() throws IOException {
        ServerTlsOptions tls = authority.serverTls().maxHandshakes(3).build();
        try (TransportServer server = serve(tls)) {
            List<Socket> half = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                half.add(connect(server));
            }
            await().untilAsserted(
                            () -> assertThat(server.counters().handshakesNow()).isEqualTo(3));
            try (Socket more = connect(server)) {
                assertThat(endOf(more)).isTrue();
            }
            assertThat(server.counters().closed(CloseReason.TOO_MANY_HANDSHAKES))
                    .isEqualTo(1);

            for (Socket socket : half) {
                socket.close();
            }
            // Its first attempts may come too early; they are repeated.
            try (TransportClient<String> client = TestPeers.client(
                    ClientOptions.builder(server.localAddress()).tls(authority.clientTls("host-1")))) {
                client.connect(TestPeers.seconds(10)).ping(TestPeers.seconds(5));
            }
        }
    }

    @Test
    void aPeerThatOffersNothingNewerThanTls12() throws Exception {
        try (TransportServer server = serve(authority.serverTls().build());
                SSLSocket old = tlsSocket(server)) {
            old.setEnabledProtocols(new String[] {"TLSv1.2"});

            assertThat(catchThrowableOfType(IOException.class, old::startHandshake))
                    .hasMessageContaining("protocol_version");
            await().untilAsserted(() ->
                    assertThat(server.counters().closed(CloseReason.TLS_FAILED)).isEqualTo(1));
        }
    }

    @Test
    void garbageBeforeAndWithinTheHandshake() throws Exception {
        Random random = new Random(4);
        try (TransportServer server = serve(authority.serverTls().build())) {
            for (int i = 0; i < 50; i++) {
                byte[] garbage = new byte[1 + random.nextInt(2_000)];
                random.nextBytes(garbage);
                if (i % 2 == 0) {
                    // A TLS record that announces what then is nonsense.
                    garbage[0] = FirstByte.TLS_HANDSHAKE;
                }
                try (Socket socket = connect(server)) {
                    OutputStream out = socket.getOutputStream();
                    out.write(garbage);
                    out.flush();
                    socket.shutdownOutput();
                    assertThat(endOf(socket)).isTrue();
                }
            }
            await().untilAsserted(
                            () -> assertThat(server.counters().connectionsNow()).isZero());
            assertThat(server.counters().handshakesNow()).isZero();
            try (TransportClient<String> client = TestPeers.client(
                    ClientOptions.builder(server.localAddress()).tls(authority.clientTls("host-1")))) {
                client.connect(TestPeers.seconds(5)).ping(TestPeers.seconds(5));
            }
        }
    }

    /** Who is trusted may send nonsense, too. */
    @Test
    void tlsWithinTls() {
        SslContext outer =
                TlsContext.of(authority.clientTls("host-1")).current().context();
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (TransportServer server = serve(authority.serverTls().build())) {
            InetSocketAddress address = server.localAddress();
            Channel trusted = new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline()
                                    .addLast(outer.newHandler(
                                            channel.alloc(), address.getHostString(), address.getPort()));
                        }
                    })
                    .connect(address)
                    .syncUninterruptibly()
                    .channel();

            // The record of a ClientHello: taken for a length, more than any frame may have.
            var unused = trusted.writeAndFlush(Unpooled.wrappedBuffer(
                    new byte[] {FirstByte.TLS_HANDSHAKE, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3}));

            isCounted(server, CloseReason.FRAME_TOO_LARGE);
            assertThat(trusted.closeFuture().awaitUninterruptibly(15_000)).isTrue();
            assertThat(server.counters().calls()).isZero();
        } finally {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private static Socket connect(TransportServer server) throws IOException {
        InetSocketAddress address = server.localAddress();
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(15_000);
        return socket;
    }

    /** Whether the server ends the connection, whatever it still says before that. */
    private static boolean endOf(Socket socket) throws IOException {
        try {
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // Alerts.
            }
        } catch (java.net.SocketException reset) {
            return true;
        }
        return true;
    }

    private SSLSocket tlsSocket(TransportServer server) throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {authority.verifier()}, null);
        return (SSLSocket) context.getSocketFactory()
                .createSocket(
                        server.localAddress().getAddress(),
                        server.localAddress().getPort());
    }
}
