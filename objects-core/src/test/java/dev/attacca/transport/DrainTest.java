package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.Welcome;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.Test;

class DrainTest {
    @Test
    void aClosingServerFinishesWhatRunsAndItsClientMovesOn() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        TransportServer leaving = TestPeers.serve((call, control) -> {
            if (TestPeers.textOf(call).equals("long")) {
                running.countDown();
                MultiplexingTest.await(release);
            }
            return TestPeers.reply("from the leaving one");
        });
        try (TransportServer staying = TestPeers.serve((call, control) -> TestPeers.reply("from the staying one"));
                TransportClient<String> client = TestPeers.client(leaving.localAddress(), staying.localAddress())) {
            Connection<String> first = TestPeers.warm(client, leaving, staying).get(0);
            CompletableFuture<Reply> longCall = first.actAsync(TestPeers.call("long"), TestPeers.seconds(20));
            MultiplexingTest.await(running);

            CompletableFuture<Void> closing = CompletableFuture.runAsync(leaving::close);
            await().until(() -> !first.usable());
            String next = ask(client);
            assertThat(longCall).isNotDone();
            assertThat(closing).isNotDone();
            release.countDown();

            assertThat(next).isEqualTo("from the staying one");
            assertThat(TestPeers.textOf(longCall.get(5, TimeUnit.SECONDS))).isEqualTo("from the leaving one");
            closing.get(5, TimeUnit.SECONDS);
            assertThat(leaving.counters().connectionsNow()).isZero();
        }
    }

    @Test
    void aRollingRestartLosesNoCall() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        TransportServer one = TestPeers.serve(TestPeers::echo);
        TransportServer two = TestPeers.serve(TestPeers::echo);
        try (TransportClient<String> client =
                TestPeers.client(ClientOptions.builder(one.localAddress(), two.localAddress())
                        .retry(Duration.ofMillis(1), Duration.ofMillis(20)))) {
            Stream<Thread> callers = IntStream.range(0, 4)
                    .mapToObj(i -> new Thread(() -> {
                        while (!done.get()) {
                            try {
                                ask(client);
                                answered.incrementAndGet();
                            } catch (RuntimeException e) {
                                failures.add(e);
                            }
                        }
                    }));
            var threads = callers.toList();
            threads.forEach(Thread::start);
            for (int round = 0; round < 3; round++) {
                one = restart(one, answered);
                two = restart(two, answered);
            }
            done.set(true);
            for (Thread thread : threads) {
                thread.join(10_000);
            }
        } finally {
            one.close();
            two.close();
        }

        assertThat(failures).isEmpty();
        assertThat(answered.get()).isGreaterThan(600);
    }

    @Test
    void aPlainClientGetsItsAnswersBeforeTheEnd() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        TransportServer server = TestPeers.serve((call, control) -> {
            running.countDown();
            MultiplexingTest.await(release);
            return TestPeers.echo(call, control);
        });
        try (RawPeer peer = RawPeer.agreed(server.localAddress())) {
            peer.frame(RawPeer.action(2, "x"));
            MultiplexingTest.await(running);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
            release.countDown();

            assertThat(peer.readMessage().seqid()).isEqualTo(2);
            assertThat(peer.isClosedByServer()).isTrue();
            closing.get(5, TimeUnit.SECONDS);
        }
        assertThat(server.counters().closed(CloseReason.SERVER_CLOSED)).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsStillInItsHelloEndsBehindTheWelcome() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch inHello = new CountDownLatch(1);
        ServerOptions patient = ServerOptions.builder(TestPeers.ANY_PORT)
                .closeGrace(Duration.ofMinutes(5))
                .build();
        TransportServer server = TransportServer.start(patient, peer -> new ServerSession() {
            @Override
            public Welcome hello(Hello hello) {
                inHello.countDown();
                MultiplexingTest.await(release);
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
        });
        Thread closing = new Thread(server::close);
        try (RawPeer peer = RawPeer.connect(server.localAddress())) {
            Hello hello = TestPeers.hello().setAcceptsDrain(true);
            peer.frame(RawPeer.message(Message.HELLO, TMessageType.CALL, 1, new Conductor.hello_args(hello)));
            MultiplexingTest.await(inHello);
            closing.start();
            // Only when every connection was asked to end does it wait with a limit of time.
            await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
            release.countDown();

            assertThat(peer.readMessage().name()).isEqualTo(Message.HELLO);
            assertThat(peer.isClosedByServer()).isTrue();
        }
        closing.join(10_000);
        assertThat(closing.isAlive()).isFalse();
        assertThat(server.counters().closed(CloseReason.SERVER_CLOSED)).isEqualTo(1);
    }

    @Test
    void aBodyThatNeverEndsIsCancelledThenInterruptedAndTheServerIsGone() {
        AtomicBoolean cancelled = new AtomicBoolean();
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        ServerOptions.Builder impatient =
                ServerOptions.builder(TestPeers.ANY_PORT).closeGrace(Duration.ofMillis(100));
        TransportServer server = TestPeers.serve(impatient, (call, control) -> {
            running.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                cancelled.set(control.cancelled());
            }
            return TestPeers.echo(call, control);
        });
        try (TransportClient<String> client = TestPeers.client(server.localAddress())) {
            CompletableFuture<Reply> unanswered =
                    client.connect(TestPeers.seconds(5)).actAsync(TestPeers.call("x"), TestPeers.seconds(20));
            MultiplexingTest.await(running);

            server.close();

            assertThat(unanswered.handle((reply, failure) -> failure).join()).isNotNull();
            await().untilTrue(cancelled);
        }
    }

    @Test
    void noThreadAndNoPortIsLeft() {
        TransportServer server = TestPeers.serve(TestPeers::echo);
        InetSocketAddress address = server.localAddress();
        TransportClient<String> client = TestPeers.client(address);
        ask(client);
        client.close();
        server.close();

        TestPeers.serve(ServerOptions.builder(address), TestPeers::echo).close();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("conductor-") || name.startsWith("attacca-")));
    }

    private static TransportServer restart(TransportServer server, AtomicInteger answered) {
        int before = answered.get();
        await().untilAsserted(() -> assertThat(answered.get()).isGreaterThan(before + 100));
        InetSocketAddress address = server.localAddress();
        server.close();
        return TestPeers.serve(ServerOptions.builder(address), TestPeers::echo);
    }

    private static String ask(TransportClient<String> client) {
        return client.withConnection(
                TestPeers.seconds(10),
                connection -> TestPeers.textOf(connection.act(TestPeers.call("x"), TestPeers.seconds(10))));
    }
}
