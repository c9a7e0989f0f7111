package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attacca.compute.Instance;
import dev.attacca.compute.TaskState;
import dev.attacca.compute.VmState;
import dev.attacca.fleet.AgentProcess;
import dev.attacca.fleet.ConductorProcess;
import dev.attacca.fleet.Fleet;
import dev.attacca.fleet.JsonLine;
import dev.attacca.fleet.Release;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A conductor, or the database server under it, is killed with SIGKILL while an agent and a client go on calling. Both go on by
 * themselves, and what was acknowledged is there.
 */
class KillTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS_BEFORE = 50;

    /** Of this class alone: others would not like what happens to it. */
    private static final Fleet FLEET = Fleet.temporary("kill");

    private static final ConductorProcess CONDUCTOR = FLEET.conductor(ConductorProcess.Options.named("conductor"));

    @AutoClose
    private final Served served = Served.by(CONDUCTOR);

    @BeforeEach
    void beginWithAConductorThatRuns() {
        if (!CONDUCTOR.isAlive()) {
            CONDUCTOR.restart();
        }
    }

    @AfterAll
    static void endTheFleet() {
        FLEET.close();
    }

    @Test
    void aKilledConductorTakesItsDatabaseAlongAndComesBackWithAllThatWasAcknowledged() throws IOException {
        AgentProcess agent = FLEET.agent(impatient(Release.R1_0, "steady"));
        long agentPid = agent.pid();
        Sample running = Sample.store(served.context(), "steady");
        awaitEvent(agent, "activated", running.instance().getUuid());
        Set<ProcessHandle> instances = agent.instances().keySet();
        try (CountingClient client = CountingClient.start(CONDUCTOR, "counter")) {
            await().atMost(PATIENCE).until(() -> client.saved() > ROUNDS_BEFORE);
            assertThat(CONDUCTOR.postmaster()).isNotNull();
            int before = agent.events().size();

            long killed = System.nanoTime();
            CONDUCTOR.kill9();
            // Not by its process: as an orphan it may stay a zombie for long after its end.
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> CONDUCTOR.postmaster() == null);
            Figures.seconds("kill -9 of a conductor, until its database server is gone", System.nanoTime() - killed);
            agent.events().awaitFrom(before, "the loss", PATIENCE, line -> line.has("action", "conductor-lost"));
            AgentProcess late = FLEET.agent(impatient(Release.R1_2, "late"));
            late.events().await("a conductor missed", line -> line.has("action", "conductor-lost"));

            restart();

            int acknowledged = client.saved();
            await().atMost(PATIENCE).until(() -> client.saved() > acknowledged + ROUNDS_BEFORE);
            agent.events().awaitFrom(before, "the return", PATIENCE, line -> line.has("action", "conductor-answers"));
            late.events().await("a conductor found", line -> line.has("action", "conductor-answers"));
            assertThat(agent.pid()).isEqualTo(agentPid);
            assertThat(agent.isAlive()).isTrue();
            assertThat(agent.instances()).containsOnlyKeys(instances);
            assertItSaidOnceThatItWaits(late);
            client.stop();
            assertThat(client.troubles()).isNotEmpty();
            assertNothingIsLost(client);
        }
        delete(running.instance().getUuid());
        awaitEvent(agent, "destroyed", running.instance().getUuid());
        assertThat(served.rows().quotas(running.project()))
                .containsEntry("used_instances", Sample.OTHER_INSTANCES)
                .containsEntry("used_ram_mb", Sample.OTHER_RAM_MB);
    }

    /** It says that a conductor is lost when a call was not answered in time. */
    private static AgentProcess.Options impatient(Release release, String host) {
        return AgentProcess.Options.of(release, host, CONDUCTOR.address()).with("call-timeout", "1s");
    }

    private static void awaitEvent(AgentProcess agent, String action, UUID uuid) {
        agent.events().await(action, line -> line.has("action", action) && line.has("instance", uuid.toString()));
    }

    private void delete(UUID uuid) {
        Instance instance =
                Objects.requireNonNull(Instance.query(served.context()).byUuid(uuid));
        instance.setTaskState(TaskState.DELETING);
        instance.saveExpecting(VmState.ACTIVE, null);
    }

    private static void restart() {
        JsonLine before = CONDUCTOR.ready();
        long started = System.nanoTime();
        CONDUCTOR.launch();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> CONDUCTOR.postmaster() != null);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> databaseAnswers(before));
        Figures.seconds("restart after kill -9, until the database answers", System.nanoTime() - started);
        CONDUCTOR.awaitReady();
        Figures.seconds("restart after kill -9, until the conductor is ready", System.nanoTime() - started);
    }

    /** Its port and its password stay the same over all its lives. */
    private static boolean databaseAnswers(JsonLine ready) {
        try (Connection connection = DriverManager.getConnection(
                ready.text("jdbcUrl"),
                ready.text("jdbcUser"),
                Files.readString(Path.of(ready.text("passwordFile"))).strip())) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void assertItSaidOnceThatItWaits(AgentProcess agent) throws IOException {
        // A slow start may fail a call once more after the first answer; each loss is said once, until the next answer.
        List<String> said = agent
                .events()
                .matching(line -> line.has("action", "conductor-lost") || line.has("action", "conductor-answers"))
                .stream()
                .map(line -> line.text("action"))
                .toList();
        assertThat(said).startsWith("conductor-lost", "conductor-answers");
        for (int i = 1; i < said.size(); i++) {
            assertThat(said.get(i)).isNotEqualTo(said.get(i - 1));
        }
        List<String> warnings = Files.readAllLines(agent.logFile()).stream()
                .filter(line -> line.contains(" WARN "))
                .toList();
        assertThat(warnings)
                .filteredOn(line -> line.contains("no conductor yet"))
                .hasSize(1);
        // A call that a slow start let wait for too long is another loss than having no conductor, and said once as
        // well.
        assertThat(warnings)
                .filteredOn(line -> !line.contains("no conductor yet"))
                .allMatch(line -> line.contains("not served by a conductor"))
                .hasSizeLessThan(said.size());
    }

    /** Each acknowledged row is there, and the instance was written at least as often as that was acknowledged. */
    private void assertNothingIsLost(CountingClient client) {
        Set<Object> there = served.rows().query("SELECT flavor_id FROM flavors WHERE name = ?", client.host()).stream()
                .map(row -> Objects.requireNonNull(row.get("flavor_id")))
                .collect(Collectors.toSet());
        long written = served.rows().number("SELECT row_version FROM instances WHERE uuid = ?", client.instance()) - 1;

        assertThat(there).containsAll(client.stored()).hasSizeLessThanOrEqualTo(client.tried());
        assertThat(written).isBetween((long) client.saved(), (long) client.tried());
        assertThat(client.troubles())
                .isSubsetOf("UNAVAILABLE", "CONNECTION_LOST", "DEADLINE_EXCEEDED", "DATABASE_UNAVAILABLE");
        Figures.note("rows acknowledged over a kill", client.stored().size(), "rows, none lost");
    }

    @Test
    void aKilledDatabaseServerIsStartedAgainUnderTheSameConductor() {
        long conductorPid = CONDUCTOR.pid();
        AgentProcess agent = FLEET.agent(impatient(Release.R1_2, "lasting"));
        Sample running = Sample.store(served.context(), "lasting");
        awaitEvent(agent, "activated", running.instance().getUuid());
        try (CountingClient client = CountingClient.start(CONDUCTOR, "recounter")) {
            await().atMost(PATIENCE).until(() -> client.saved() > ROUNDS_BEFORE);
            ProcessHandle server = Objects.requireNonNull(CONDUCTOR.postmaster());

            long killed = System.nanoTime();
            server.destroyForcibly();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !server.equals(CONDUCTOR.postmaster()) && databaseAnswers(CONDUCTOR.ready()));
            assertThat(CONDUCTOR.postmaster()).isNotNull();
            Figures.seconds("kill -9 of the database server, until it answers again", System.nanoTime() - killed);
            long back = System.nanoTime();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> client.lastAnswer() - back > 0);
            Figures.seconds("kill -9 of the database server, until a save succeeds", System.nanoTime() - killed);

            int acknowledged = client.saved();
            await().atMost(PATIENCE).until(() -> client.saved() > acknowledged + ROUNDS_BEFORE);
            client.stop();
            assertNothingIsLost(client);
        }
        assertThat(CONDUCTOR.isAlive()).isTrue();
        assertThat(CONDUCTOR.pid()).isEqualTo(conductorPid);
        assertThat(CONDUCTOR.health().text("status")).isEqualTo("up");
        delete(running.instance().getUuid());
        awaitEvent(agent, "destroyed", running.instance().getUuid());
    }
}
