package dev.attacca.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConnectionLostException;
import dev.attacca.error.Outcome;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.ServedDomain;
import dev.attacca.transport.ClientOptions;
import dev.attacca.transport.ConductorClient;
import dev.attacca.transport.Relay;
import dev.attacca.transport.ServerOptions;
import dev.attacca.transport.TransportServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One of two conductors ends while 64 callers call. */
class FailoverTest {
    private static final int CALLERS = 64;

    /** Enough that a tenth of them pays for a repetition of every call in flight. */
    private static final int CALLS_BEFORE = 1_000;

    /** What may be repeated where only the callers have called, and one more. */
    private static final int BUDGET = 10 + (CALLERS + 1) / 10;

    private static final ObjectRegistry REGISTRY =
            ObjectRegistry.builder().add(new Doors()).build();

    /** What calls wait for that say so, at both conductors. */
    private static volatile CountDownLatch gate = new CountDownLatch(0);

    private final InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private TransportServer one = serve(anyPort);
    private TransportServer two = serve(anyPort);
    private final Relay wayToOne = Relay.inFrontOf(one);
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    private final Queue<AttaccaException> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicBoolean done = new AtomicBoolean();
    private ConductorClient client = client(wayToOne.address(), two.localAddress());

    FailoverTest() throws IOException {}

    @AfterEach
    void end() throws IOException {
        gate.countDown();
        callers.shutdownNow();
        client.close();
        wayToOne.close();
        one.close();
        two.close();
    }

    @Test
    void itsDeathIsNotSeenByThoseWhoRead() throws Exception {
        callWithoutEnd(Doors.Door.Query::look);
        awaitAnswers(CALLS_BEFORE);

        wayToOne.kill();

        awaitAnswers(CALLS_BEFORE);
        stopCalling();
        assertThat(failures).isEmpty();
        assertThat(one.counters().callsExecuted()).isPositive();
    }

    @Test
    void resetConnectionsAreNotSeenByThemEither() throws Exception {
        callWithoutEnd(Doors.Door.Query::look);
        for (int i = 0; i < 5; i++) {
            awaitAnswers(CALLS_BEFORE);
            wayToOne.reset();
        }

        awaitAnswers(CALLS_BEFORE);
        stopCalling();
        assertThat(failures).isEmpty();
    }

    @Test
    void readersInFlightAreAnsweredByTheOther() throws Exception {
        long inFlight = fillBothWith(Doors.Door.Query::lookLong, CALLS_BEFORE);
        long executedByTwo = two.counters().callsExecuted();

        wayToOne.kill();
        await().untilAsserted(() -> assertThat(two.counters().callsExecuted()).isEqualTo(executedByTwo + inFlight));
        gate.countDown();
        stopCalling();

        assertThat(inFlight).isBetween(1L, CALLERS - 1L);
        assertThat(failures).isEmpty();
        assertThat(answered).hasValue(CALLERS);
    }

    @Test
    void ofThoseWhoWriteOnlyTheOnesInFlightAreLeftInTheDark() throws Exception {
        long inFlight = fillBothWith(Doors.Door.Query::enter, CALLS_BEFORE);

        wayToOne.kill();
        await().untilAsserted(() -> assertThat(failures).hasSize((int) inFlight));
        gate.countDown();
        stopCalling();
        call(Doors.Door.Query::enter);

        assertThat(inFlight).isBetween(1L, CALLERS - 1L);
        assertThat(failures)
                .hasSize((int) inFlight)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                ConnectionLostException.class,
                                lost -> assertThat(lost.outcome()).isEqualTo(Outcome.UNKNOWN)));
        assertThat(answered).hasValue(CALLERS - (int) inFlight + 1);
    }

    @Test
    void withoutCallsBeforeOnlyTenAreRepeated() throws Exception {
        long inFlight = fillBothWith(Doors.Door.Query::lookLong, 1);
        long executedByTwo = two.counters().callsExecuted();

        wayToOne.kill();
        await().untilAsserted(() -> assertThat(failures).hasSize((int) (inFlight - BUDGET)));
        gate.countDown();
        stopCalling();

        assertThat(failures)
                .hasSize((int) (inFlight - BUDGET))
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(ConnectionLostException.class));
        assertThat(two.counters().callsExecuted()).isEqualTo(executedByTwo + BUDGET);
    }

    @Test
    void aRestartOfOneAfterTheOtherFailsNoCall() throws Exception {
        client.close();
        client = client(one.localAddress(), two.localAddress());
        callWithoutEnd(Doors.Door.Query::enter);
        for (int round = 0; round < 3; round++) {
            awaitAnswers(CALLS_BEFORE);
            one = restarted(one);
            awaitAnswers(CALLS_BEFORE);
            two = restarted(two);
        }

        awaitAnswers(CALLS_BEFORE);
        stopCalling();
        assertThat(failures).isEmpty();
    }

    private static TransportServer serve(InetSocketAddress address) {
        return TransportServer.start(
                ServerOptions.builder(address).workers(CALLERS).build(),
                new ServedDomain(REGISTRY, UnitOfWorkFactory.NONE));
    }

    private static TransportServer restarted(TransportServer server) {
        server.close();
        return serve(server.localAddress());
    }

    private static ConductorClient client(InetSocketAddress... addresses) {
        return new ConductorClient(
                REGISTRY,
                "callers",
                Duration.ofSeconds(20),
                ClientOptions.builder(addresses).build());
    }

    /** Has all callers wait in the bodies of both conductors. Returns how many of them wait at the first. */
    private long fillBothWith(ToLongFunction<Doors.Door.Query> body, int callsBefore) {
        gate = new CountDownLatch(1);
        call(Doors.Door.Query::look);
        await().until(() -> client.connections().size() == 2);
        for (int i = 1; i < callsBefore; i++) {
            call(Doors.Door.Query::look);
        }
        answered.set(0);
        long executedByOne = one.counters().callsExecuted();
        long executed = executedByOne + two.counters().callsExecuted();
        for (int i = 0; i < CALLERS; i++) {
            callers.execute(() -> call(body));
        }
        await().untilAsserted(() -> assertThat(
                        one.counters().callsExecuted() + two.counters().callsExecuted())
                .isEqualTo(executed + CALLERS));
        return one.counters().callsExecuted() - executedByOne;
    }

    private void callWithoutEnd(ToLongFunction<Doors.Door.Query> body) {
        for (int i = 0; i < CALLERS; i++) {
            callers.execute(() -> {
                while (!done.get()) {
                    call(body);
                }
            });
        }
        await().until(() -> client.connections().size() == 2);
    }

    private void call(ToLongFunction<Doors.Door.Query> body) {
        try {
            ObjectContext context = new ObjectContext(RequestContext.create(), REGISTRY, client);
            assertThat(body.applyAsLong(context.query(Doors.Door.Query.class))).isEqualTo(1);
            answered.incrementAndGet();
        } catch (AttaccaException failure) {
            failures.add(failure);
        }
    }

    private void awaitAnswers(int more) {
        int before = answered.get();
        await().until(() -> answered.get() >= before + more);
    }

    private void stopCalling() throws InterruptedException {
        done.set(true);
        callers.shutdown();
        assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    /** A domain of nothing but calls. */
    static final class Doors implements ObjectDomain {
        @Override
        public String name() {
            return "doors";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Door.class);
        }

        @Versioned("1.0")
        abstract static class Door extends VersionedObject {
            @Key
            public abstract String getName();

            abstract static class Query extends ObjectQuery<Door> {
                @Remotable(readOnly = true)
                public long look() {
                    return 1;
                }

                @Remotable(readOnly = true)
                public long lookLong() {
                    Accounts.await(gate);
                    return 1;
                }

                @Remotable
                public long enter() {
                    Accounts.await(gate);
                    return 1;
                }
            }
        }
    }
}
