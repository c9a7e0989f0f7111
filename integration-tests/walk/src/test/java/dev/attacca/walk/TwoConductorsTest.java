package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attacca.Attacca;
import dev.attacca.RemoteOptions;
import dev.attacca.compute.Flavor;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConnectionLostException;
import dev.attacca.error.Outcome;
import dev.attacca.fleet.ConductorProcess;
import dev.attacca.fleet.ConductorProcess.Options;
import dev.attacca.fleet.Fleet;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two conductor processes on one database, called by one client: readers and writers, while a conductor is killed or restarted. */
@ExtendWith(SharedFleet.Resolver.class)
class TwoConductorsTest {
    private static final int READERS = 48;
    private static final int WRITERS = 16;
    private static final int ROUNDS = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Fleet fleet = Fleet.temporary("two");
    private final ConductorProcess one;
    private final ConductorProcess two;
    private final Attacca client;
    private final Rows rows;
    private final String project = "two-conductors";
    private final ExecutorService callers = Executors.newFixedThreadPool(READERS + WRITERS);
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicInteger answered = new AtomicInteger();
    private final Map<Integer, Long> answeredAt = new ConcurrentHashMap<>();
    private final Queue<String> stored = new ConcurrentLinkedQueue<>();
    private final Queue<AttaccaException> failedToRead = new ConcurrentLinkedQueue<>();
    private final Queue<AttaccaException> failedToWrite = new ConcurrentLinkedQueue<>();

    TwoConductorsTest(SharedFleet shared) {
        Options first = shared.withDatabase("two" + DATABASES.incrementAndGet());
        this.one = fleet.conductor(first);
        this.two = fleet.conductor(new Options(first.name() + "-second", first.domain(), List.of(), first.settings()));
        this.client = Attacca.remote(
                ObjectRegistry.load(),
                RemoteOptions.to(one.address(), two.address()).peer("two").callTimeout(Duration.ofSeconds(30)));
        this.rows = Rows.of(one);
    }

    @AfterEach
    void end() {
        done.set(true);
        callers.shutdownNow();
        client.close();
        fleet.close();
    }

    @Test
    void a_killed_one_is_seen_only_by_those_whose_writing_was_in_flight() throws Exception {
        Sample.flavor(context());
        call();
        awaitAnswers();

        long killed = System.nanoTime();
        two.kill9();
        await().atMost(PATIENCE)
                .until(() -> answeredAt.size() == READERS + WRITERS
                        && answeredAt.values().stream().allMatch(at -> at - killed > 0));
        long last =
                answeredAt.values().stream().mapToLong(at -> at - killed).max().orElseThrow();
        Figures.seconds("kill -9 of one of two conductors, until 64 callers were all answered again, at most", last);
        awaitAnswers();
        stopCalling();

        assertThat(failedToRead).isEmpty();
        assertThat(failedToWrite)
                .hasSizeLessThanOrEqualTo(WRITERS)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                ConnectionLostException.class,
                                lost -> assertThat(lost.outcome()).isEqualTo(Outcome.UNKNOWN)));
        assertThat(storedRows()).containsAll(stored);
        assertThat(storedRows()).hasSizeLessThanOrEqualTo(stored.size() + failedToWrite.size());
        Figures.note("kill -9 of one of two conductors: writers left in the dark", failedToWrite.size(), "of 16");
    }

    @Test
    void a_restart_of_one_after_the_other_fails_no_call() throws Exception {
        Sample.flavor(context());
        call();
        for (ConductorProcess each : List.of(one, two, one, two)) {
            awaitAnswers();
            each.stop();
            each.restart();
        }
        awaitAnswers();
        stopCalling();

        assertThat(failedToRead).isEmpty();
        assertThat(failedToWrite).isEmpty();
        assertThat(storedRows()).containsExactlyInAnyOrderElementsOf(stored);
        Figures.note(
                "two conductors restarted twice each under load: calls answered, none failed", answered.get(), "calls");
    }

    private void call() {
        for (int number = 0; number < READERS + WRITERS; number++) {
            int caller = number;
            callers.execute(() -> {
                for (int round = 0; !done.get(); round++) {
                    if (caller < READERS) {
                        read();
                    } else {
                        write(caller + "-" + round);
                    }
                    answeredAt.put(caller, System.nanoTime());
                }
            });
        }
    }

    private void read() {
        try {
            Objects.requireNonNull(Flavor.query(context()).byFlavorId(Sample.FLAVOR));
            answered.incrementAndGet();
        } catch (AttaccaException failure) {
            failedToRead.add(failure);
        }
    }

    private void write(String id) {
        Flavor flavor = context().create(Flavor.class);
        flavor.setFlavorId(id);
        flavor.setName(project);
        flavor.setMemoryMb(1);
        flavor.setVcpus(1);
        flavor.setRootGb(1);
        try {
            flavor.create();
            stored.add(id);
            answered.incrementAndGet();
        } catch (AttaccaException failure) {
            failedToWrite.add(failure);
        }
    }

    private List<String> storedRows() {
        return rows.query("SELECT flavor_id FROM flavors WHERE name = ?", project).stream()
                .map(row -> (String) Objects.requireNonNull(row.get("flavor_id")))
                .collect(Collectors.toList());
    }

    private void awaitAnswers() {
        int before = answered.get();
        await().atMost(PATIENCE).until(() -> answered.get() > before + ROUNDS);
    }

    private void stopCalling() throws InterruptedException {
        done.set(true);
        callers.shutdown();
        assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    private ObjectContext context() {
        return client.context(RequestContext.create());
    }
}
