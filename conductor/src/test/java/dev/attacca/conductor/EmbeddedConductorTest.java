package dev.attacca.conductor;

import static dev.attacca.conductor.Together.agent;
import static dev.attacca.conductor.Together.createFlavor;
import static dev.attacca.conductor.Together.flavors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.attacca.Attacca;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConfigurationException;
import dev.attacca.error.DatabaseUnavailableException;
import dev.attacca.error.Outcome;
import dev.attacca.postgres.testing.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A conductor with a PostgreSQL of its own; all tests use one data directory, one after the other. */
class EmbeddedConductorTest {
    private static final int WRITERS = 4;

    private static final ScratchDirectory SCRATCH = ScratchDirectory.create();

    @AfterAll
    static void delete() {
        SCRATCH.close();
    }

    private final Path data = SCRATCH.path("data");

    private Conductor start() {
        return Conductor.start(
                ConductorConfig.read(Map.of("listen", "127.0.0.1:0", "data-directory", data.toString()), Map.of()));
    }

    /** Past the conductor, with what its ready file would tell. */
    private PGSimpleDataSource rows(Conductor conductor) throws IOException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(conductor.databaseUrl());
        source.setUser("attacca");
        source.setPassword(Files.readString(data.resolve("password")).strip());
        return source;
    }

    private ProcessHandle postmaster() throws IOException {
        String pid = Files.readAllLines(data.resolve("cluster").resolve("postmaster.pid"))
                .get(0);
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** Whether another server runs in its place. */
    private boolean succeeded(ProcessHandle killed) {
        try {
            ProcessHandle now = postmaster();
            return now.pid() != killed.pid() && now.isAlive();
        } catch (IOException | RuntimeException notThereYet) {
            return false;
        }
    }

    private static boolean accepts(PGSimpleDataSource server) {
        try (Connection connection = server.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    @Test
    void rows_outlive_their_conductor_and_the_server_does_not() throws Exception {
        ProcessHandle server;
        try (Conductor first = start();
                Attacca agent = agent(first.port())) {
            createFlavor(agent, "kept");
            server = postmaster();
            assertThat(first.health().embedded()).isTrue();
        }
        assertThat(server.isAlive()).isFalse();

        try (Conductor second = start()) {
            assertThat(flavors(rows(second))).contains("kept");
        }
    }

    @Test
    void a_data_directory_has_one_conductor() {
        try (Conductor first = start()) {
            assertThat(first.port()).isPositive();
            assertThatThrownBy(this::start)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("in use by process");
        }
    }

    @Test
    void its_server_killed_is_used_again_as_soon_as_it_is_back_and_no_acknowledged_row_is_lost() throws Exception {
        try (Conductor conductor = start()) {
            Writers writers = new Writers(conductor.port());
            writers.start();
            await().until(() -> writers.acknowledged.size() > 200);

            List<Duration> restarts = new ArrayList<>();
            for (int kill = 1; kill <= 3; kill++) {
                ProcessHandle server = postmaster();
                long killed = System.nanoTime();
                server.destroyForcibly();
                // What an orphaned backend still acknowledges does not count: only calls begun after its successor was
                // there.
                await().pollInterval(Duration.ofMillis(5)).until(() -> succeeded(server));
                PGSimpleDataSource direct = rows(conductor);
                await().pollInterval(Duration.ofMillis(5)).until(() -> accepts(direct));
                long accepting = System.nanoTime();
                await().pollInterval(Duration.ofMillis(5))
                        .until(() -> writers.lastBegunAndAcknowledged.get() > accepting);
                long served = writers.lastBegunAndAcknowledged.get();
                restarts.add(Duration.ofNanos(accepting - killed));
                assertThat(Duration.ofNanos(served - accepting))
                        .as("from a server that accepts connections to calls that are served")
                        .isLessThan(Duration.ofSeconds(5));
                int soFar = writers.acknowledged.size();
                await().until(() -> writers.acknowledged.size() > soFar + 100);
            }
            writers.stop();

            // Two seconds on a machine that has time for it; while a build uses it otherwise, the disk decides.
            assertThat(Collections.min(restarts)).as("restarts: %s", restarts).isLessThan(Duration.ofSeconds(10));
            System.out.println("killed servers accepted again after " + restarts + "; calls refused "
                    + writers.refused.size() + ", unknown " + writers.unknown.size());
            Set<String> stored = flavors(rows(conductor));
            assertThat(stored).containsAll(writers.acknowledged);
            assertThat(stored).noneMatch(writers.refused::contains);
            assertThat(writers.unexpected).isEmpty();
            assertThat(conductor.health().pool().active()).isZero();
        }
    }

    /** Agents that store one row after another, each remembering what it was told. */
    private static final class Writers {
        final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        final Set<String> refused = ConcurrentHashMap.newKeySet();
        final Set<String> unknown = ConcurrentHashMap.newKeySet();
        final List<Throwable> unexpected = new CopyOnWriteArrayList<>();
        /** When the newest call began that was acknowledged; in nanoseconds. */
        final AtomicLong lastBegunAndAcknowledged = new AtomicLong(Long.MIN_VALUE);

        private final AtomicBoolean stopping = new AtomicBoolean();
        private final List<Thread> threads = new ArrayList<>();

        Writers(int port) {
            String run = "run" + System.nanoTime();
            for (int i = 0; i < WRITERS; i++) {
                String name = run + "-writer" + i;
                threads.add(new Thread(() -> write(name, port), name));
            }
        }

        void start() {
            threads.forEach(Thread::start);
        }

        void stop() throws InterruptedException {
            stopping.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }

        private void write(String name, int port) {
            try (Attacca agent = agent(port)) {
                for (int n = 0; !stopping.get(); n++) {
                    write(agent, name + "-" + n);
                }
            }
        }

        private void write(Attacca agent, String flavorId) {
            long begun = System.nanoTime();
            try {
                createFlavor(agent, flavorId);
                acknowledged.add(flavorId);
                lastBegunAndAcknowledged.accumulateAndGet(begun, Math::max);
            } catch (DatabaseUnavailableException away) {
                (away.outcome() == Outcome.REFUSED ? refused : unknown).add(flavorId);
            } catch (AttaccaException other) {
                unexpected.add(other);
            }
        }
    }
}
