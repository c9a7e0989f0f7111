package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConductorUnavailableException;
import dev.attacca.error.ConnectionLostException;
import dev.attacca.error.Outcome;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.Welcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ConnectionLossTest {
    @Test
    void aCallInFlightFailsWithAnUnknownOutcomeAndAWaitingOneWasNeverSent() {
        CountDownLatch release = new CountDownLatch(1);
        ServerOptions.Builder options =
                ServerOptions.builder(TestPeers.ANY_PORT).maxInFlight(1).closeGrace(Duration.ofMillis(50));
        AtomicInteger executed = new AtomicInteger();
        TransportServer server = TestPeers.serve(options, (call, control) -> {
            executed.incrementAndGet();
            MultiplexingTest.await(release);
            return TestPeers.echo(call, control);
        });
        try (TransportClient<String> client = TestPeers.client(server.localAddress())) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            CompletableFuture<Reply> sent = connection.actAsync(TestPeers.call("sent"), TestPeers.seconds(10));
            CompletableFuture<Reply> waiting = connection.actAsync(TestPeers.call("waiting"), TestPeers.seconds(10));
            await().untilAsserted(() -> assertThat(executed).hasValue(1));

            server.close();

            assertThat(outcomeOf(sent)).isEqualTo(Outcome.UNKNOWN);
            assertThat(outcomeOf(waiting)).isEqualTo(Outcome.REFUSED);
            assertThatThrownBy(sent::join)
                    .cause()
                    .hasMessageMatching("act: no answer from /127.0.0.1:\\d+ after \\d+ ms: closed by the conductor;"
                            + " it may have been carried out: ask again with the same call id, or read");
        } finally {
            release.countDown();
        }
    }

    @Test
    void theClientComesBackByItselfWhenTheConductorDoes() throws Exception {
        TransportServer first = TestPeers.serve(TestPeers::echo);
        InetSocketAddress address = first.localAddress();
        try (TransportClient<String> client =
                TestPeers.client(ClientOptions.builder(address).retry(Duration.ofMillis(5), Duration.ofMillis(50)))) {
            assertThat(ask(client, "before")).isEqualTo("before");
            first.close();

            CompletableFuture<String> during = CompletableFuture.supplyAsync(() -> ask(client, "during"));
            try (TransportServer second = TestPeers.serve(ServerOptions.builder(address), TestPeers::echo)) {
                assertThat(during.get(10, TimeUnit.SECONDS)).isEqualTo("during");
                assertThat(ask(client, "after")).isEqualTo("after");
                assertThat(second.counters().connectionsAccepted()).isEqualTo(1);
            }
        }
    }

    @Test
    void aCallerStartedBeforeItsConductorWaitsSaysSoOnceAndGoesOn() throws Exception {
        InetSocketAddress address = freeAddress();
        try (Log log = new Log();
                TransportClient<String> client = TestPeers.client(
                        ClientOptions.builder(address).retry(Duration.ofMillis(5), Duration.ofMillis(20)))) {
            CompletableFuture<String> early = CompletableFuture.supplyAsync(() -> ask(client, "early"));
            await().until(() -> !log.at(Level.WARN).isEmpty());
            await().pollDelay(Duration.ofMillis(200)).until(() -> !early.isDone());

            try (TransportServer late = TestPeers.serve(ServerOptions.builder(address), TestPeers::echo)) {
                assertThat(early.get(10, TimeUnit.SECONDS)).isEqualTo("early");
                assertThat(late.counters().callsExecuted()).isEqualTo(1);
                assertThat(log.at(Level.WARN))
                        .singleElement()
                        .asString()
                        .matches(
                                "no conductor yet: Connection refused: .*127.0.0.1:\\d+; trying again until there is one"
                                        + " \\(is it started, and is the address right\\?\\)");
                assertThat(log.at(Level.INFO))
                        .filteredOn(line -> line.startsWith("connected"))
                        .singleElement()
                        .asString()
                        .matches("connected to the conductor at .*127.0.0.1:\\d+, attempt \\d+, after \\d+ ms");
            }
        }
    }

    @Test
    void waitingEndsAtTheDeadlineAndSaysWhatWasTried() throws Exception {
        InetSocketAddress nobody = freeAddress();
        try (TransportClient<String> client =
                TestPeers.client(ClientOptions.builder(nobody).retry(Duration.ofMillis(5), Duration.ofMillis(20)))) {
            assertThatThrownBy(() -> client.connect(TestPeers.millis(200)))
                    .isInstanceOfSatisfying(ConductorUnavailableException.class, e -> {
                        assertThat(e.outcome()).isEqualTo(Outcome.REFUSED);
                        assertThat(e.retryable()).isTrue();
                    })
                    .hasMessageMatching(
                            "(?s)conductor: none of \\[localhost/127.0.0.1:\\d+] reached in time, after \\d+ attempts in"
                                    + " \\d+ ms, the last one: Connection refused: localhost/127.0.0.1:\\d+ \\(expected: a connection before the"
                                    + " deadline\\); start a conductor, or correct the addresses");
        }
    }

    @Test
    void anotherAddressServesWhenTheFirstOneIsDead() throws Exception {
        try (TransportServer server = TestPeers.serve(TestPeers::echo);
                TransportClient<String> client =
                        TestPeers.client(ClientOptions.builder(freeAddress(), server.localAddress())
                                .retry(Duration.ofMillis(5), Duration.ofMillis(20)))) {
            assertThat(ask(client, "x")).isEqualTo("x");
        }
    }

    @Test
    void anUnknownNameIsTriedAgainLikeADeadConductor() {
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("no-such-host.invalid", 1);
        try (TransportClient<String> client = TestPeers.client(unknown)) {
            assertThatThrownBy(() -> client.connect(TestPeers.millis(300)))
                    .isInstanceOf(ConductorUnavailableException.class)
                    .hasMessageContaining("no-such-host.invalid: unknown name");
        }
    }

    @Test
    void aDeadLinkIsNoticedThoughTcpSaysNothing() throws Exception {
        try (TransportServer server = TestPeers.serve(TestPeers::echo);
                Relay relay = Relay.inFrontOf(server);
                TransportClient<String> client =
                        TestPeers.client(ClientOptions.builder(relay.address()).keepalive(Duration.ofMillis(150)))) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));
            relay.swallow();

            assertThatThrownBy(() -> connection.act(TestPeers.call("x"), TestPeers.seconds(20)))
                    .isInstanceOfSatisfying(
                            ConnectionLostException.class,
                            lost -> assertThat(lost.outcome()).isEqualTo(Outcome.UNKNOWN))
                    .hasMessageMatching("(?s).*: silent for \\d+ ms; .*");
            // The other end notices too, because this client promised signs of life.
            await().untilAsserted(() ->
                    assertThat(server.counters().closed(CloseReason.SILENT)).isEqualTo(1));
        }
    }

    @Test
    void anIdleConnectionIsKeptAliveByBothEnds() {
        try (TransportServer server = TestPeers.serve(TestPeers::echo);
                TransportClient<String> client = TestPeers.client(
                        ClientOptions.builder(server.localAddress()).keepalive(Duration.ofMillis(100)))) {
            Connection<String> connection = client.connect(TestPeers.seconds(5));

            await().pollDelay(Duration.ofMillis(900)).until(connection::usable);

            assertThat(server.counters().connectionsAccepted()).isEqualTo(1);
            assertThat(server.counters().bytesIn()).isGreaterThan(5 * 15);
        }
    }

    @Test
    void whatAHandshakeRefusesForGoodIsThrownToWhoeverWaits() {
        try (TransportServer server = TransportServer.start(
                        ServerOptions.at(TestPeers.ANY_PORT), peer -> new TestPeers.TextSession(TestPeers::echo));
                TransportClient<String> client = TransportClient.open(ClientOptions.to(server.localAddress()), line -> {
                    throw VersionMismatchException.tooNew("Instance", "1.9", "1.2");
                })) {
            assertThatThrownBy(() -> client.connect(TestPeers.seconds(20)))
                    .isInstanceOf(VersionMismatchException.class)
                    .hasMessage(
                            "Instance: 1.9 (expected: 1.2 or older); upgrade the side that knows less, or send 1.2");
        }
    }

    @Test
    void aBodyLearnsThatItsCallerIsGone() throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        CountDownLatch running = new CountDownLatch(1);
        try (TransportServer server = TestPeers.serve((call, control) -> {
            running.countDown();
            await().until(control::cancelled);
            cancelled.set(true);
            return TestPeers.echo(call, control);
        })) {
            try (RawPeer peer = RawPeer.agreed(server.localAddress())) {
                peer.frame(RawPeer.action(2, "x"));
                MultiplexingTest.await(running);
            }
            await().untilTrue(cancelled);
        }
    }

    @Test
    void aSessionIsToldThatItsConnectionEnded() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        try (TransportServer server =
                TransportServer.start(ServerOptions.at(TestPeers.ANY_PORT), peer -> new ClosableSession(ended))) {
            RawPeer.agreed(server.localAddress()).close();
            RawPeer.connect(server.localAddress()).close();

            await().untilAsserted(() -> assertThat(ended).hasValue(1));
        }
        assertThat(ended).hasValue(1);
    }

    @Test
    void aClosedClientSaysSo() {
        TransportClient<String> client = TestPeers.client(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        client.close();
        client.close();

        assertThatThrownBy(() -> client.connect(TestPeers.seconds(5)))
                .isInstanceOf(ConductorUnavailableException.class)
                .hasMessage("client: closed (expected: open); use a new one");
    }

    private static String ask(TransportClient<String> client, String text) {
        return client.withConnection(
                TestPeers.seconds(10),
                connection -> TestPeers.textOf(connection.act(TestPeers.call(text), TestPeers.seconds(10))));
    }

    private static Outcome outcomeOf(CompletableFuture<Reply> failing) {
        return failing.handle((reply, failure) -> {
                    assertThat(failure).hasCauseInstanceOf(ConnectionLostException.class);
                    return failure.getCause() instanceof AttaccaException lost ? lost.outcome() : Outcome.UNKNOWN;
                })
                .join();
    }

    private static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), probe.getLocalPort());
        }
    }

    /** Agrees, and counts its end. */
    private record ClosableSession(AtomicInteger ended) implements ServerSession {
        @Override
        public Welcome hello(Hello hello) {
            return TestPeers.welcome();
        }

        @Override
        public Reply act(Call call, CallControl control) {
            return TestPeers.echo(call, control);
        }

        @Override
        public Reply query(Call call, CallControl control) {
            return TestPeers.echo(call, control);
        }

        @Override
        public void closed() {
            ended.incrementAndGet();
        }
    }

    /** What the client's log says, for as long as it is open. */
    private static final class Log implements AutoCloseable {
        private final Logger logger = (Logger) LoggerFactory.getLogger(TransportClient.class);
        private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

        Log() {
            lines.start();
            logger.setLevel(Level.INFO);
            logger.addAppender(lines);
        }

        List<String> at(Level level) {
            return List.copyOf(lines.list).stream()
                    .filter(line -> line.getLevel() == level)
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }

        @Override
        public void close() {
            logger.detachAppender(lines);
            logger.setLevel(null);
        }
    }
}
