package dev.attacca.conductor;

import static dev.attacca.conductor.Together.agent;
import static dev.attacca.conductor.Together.createFlavor;
import static dev.attacca.conductor.Together.flavor;
import static dev.attacca.conductor.Together.flavors;
import static dev.attacca.conductor.Together.over;
import static dev.attacca.conductor.Together.slowDown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.attacca.Attacca;
import dev.attacca.compute.Flavor;
import dev.attacca.compute.Quotas;
import dev.attacca.conductor.health.DomainHealth;
import dev.attacca.conductor.health.Health;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.BatchFailedException;
import dev.attacca.error.ConfigurationException;
import dev.attacca.error.DatabaseUnavailableException;
import dev.attacca.object.Batch;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.postgres.testing.TappedDatabase;
import dev.attacca.postgres.testing.TestDatabase;
import dev.attacca.postgres.testing.TestPostgres;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConductorTest {
    private final TestDatabase database = TestPostgres.database();

    @TempDir
    private Path folder;

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void it_serves_every_domain_of_the_class_path_over_a_database_that_it_migrated() throws Exception {
        try (Conductor conductor = Conductor.start(over(database));
                Attacca agent = agent(conductor.port())) {
            createFlavor(agent, "m1.small");

            assertThat(flavors(database.dataSource())).containsExactly("m1.small");
            Health health = conductor.health();
            assertThat(health.status()).isEqualTo(Health.Status.UP);
            DomainHealth compute = Objects.requireNonNull(health.domains().get("compute"));
            assertThat(compute.migration()).isEqualTo(3);
            assertThat(compute.types()).containsEntry("Instance", "1.2").containsEntry("Flavor", "1.0");
            assertThat(health.outcomes()).isEqualTo(Map.of("ok", 1L));
            assertThat(health.inFlight()).isZero();
            assertThat(health.databaseUrl()).isEqualTo(database.jdbcUrl());
            assertThat(health.embedded()).isFalse();
        }
    }

    @Test
    void an_agents_save_is_a_transaction_of_its_own() {
        try (TappedDatabase tap = new TappedDatabase(database);
                Conductor conductor = Conductor.start(over(tap.tapped()));
                Attacca agent = agent(conductor.port())) {
            Quotas quotas = agent.context(RequestContext.create()).create(Quotas.class);
            quotas.setProjectId("p");
            quotas.setMaxInstances(1);
            quotas.setMaxCores(1);
            quotas.setMaxRamMb(1);
            tap.commits();
            quotas.create();
            assertThat(tap.commits()).isEqualTo(1);

            quotas.setMaxCores(2);
            quotas.save();

            assertThat(tap.commits()).isZero();
            assertThat(quotas.getRowVersion()).isEqualTo(2);
            assertThat(Objects.requireNonNull(Quotas.query(agent.context(RequestContext.create()))
                                    .byProject("p"))
                            .getMaxCores())
                    .isEqualTo(2);
        }
    }

    @Test
    void its_page_tells_how_it_is() throws Exception {
        try (Conductor conductor = Conductor.start(over(database));
                Attacca agent = agent(conductor.port())) {
            createFlavor(agent, "m1.small");

            HttpResponse<String> page = ask(conductor);

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
            assertThat(page.body().lines().toList())
                    .singleElement()
                    .satisfies(json -> assertThat(json)
                            .startsWith("{\"status\":\"up\",\"version\":\"")
                            .contains(
                                    "\"domains\":{\"compute\":{\"migration\":3,\"types\":{\"BlockDeviceMapping\":\"1.0\"",
                                    "\"database\":{\"status\":\"up\",\"kind\":\"external\",\"url\":\""
                                            + database.jdbcUrl() + "\"",
                                    "\"connections\":{\"now\":1,\"accepted\":1}",
                                    "\"calls\":{\"inFlight\":0,\"queued\":0,\"executed\":1,\"outcomes\":{\"ok\":1},",
                                    "\"callLog\":null}")
                            .containsPattern("\"schema\":\"[0-9a-f]{64}\"")
                            .doesNotContain(database.password() + "\""));
        }
    }

    @Test
    void a_batch_is_one_call_and_all_or_nothing() throws Exception {
        try (Conductor conductor = Conductor.start(over(database));
                Attacca agent = agent(conductor.port())) {
            ObjectContext context = agent.context(RequestContext.create());
            Batch both = context.batch();
            both.run(flavor(context, "one"), Flavor::create);
            both.run(flavor(context, "two"), Flavor::create);
            both.commit();
            Batch again = context.batch();
            again.run(flavor(context, "three"), Flavor::create);
            again.run(flavor(context, "two"), Flavor::create);

            assertThatThrownBy(again::commit).isInstanceOf(BatchFailedException.class);

            assertThat(flavors(database.dataSource())).containsExactlyInAnyOrder("one", "two");
            assertThat(conductor.health().outcomes()).containsEntry("ok", 1L).hasSize(2);
        }
    }

    @Test
    void its_counters_tell_what_came_in_and_went_out() throws Exception {
        try (Conductor conductor = Conductor.start(over(database));
                Attacca agent = agent(conductor.port())) {
            createFlavor(agent, "m1.small");

            assertThat(ask(conductor, "/metrics").body())
                    .contains(
                            "\nattacca_conductor_connections 1\n",
                            "\nattacca_conductor_handshakes_total{codec=\"kryo\"} 1\n",
                            "\nattacca_conductor_calls_executed_total 1\n",
                            "\nattacca_conductor_calls_in_flight 0\n",
                            "\nattacca_conductor_call_outcomes_total{outcome=\"ok\"} 1\n");
            assertThat(ask(conductor, "/counters").body())
                    .startsWith(
                            "{\"connections_accepted\":1,\"connections\":1,\"connections_closed\":{\"bad_frame\":0,");
        }
    }

    private static HttpResponse<String> ask(Conductor conductor) throws Exception {
        return ask(conductor, "/health");
    }

    private static HttpResponse<String> ask(Conductor conductor, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(Objects.requireNonNull(conductor.healthUrl()))
                                        .resolve(path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void its_page_can_be_switched_off() {
        try (Conductor conductor = Conductor.start(over(database, "health-port", "off"))) {
            assertThat(conductor.healthUrl()).isNull();
        }
    }

    @Test
    void its_call_log_tells_what_ran_and_no_value() throws Exception {
        Path log = folder.resolve("calls.jsonl");
        try (Conductor conductor = Conductor.start(over(database, "call-log", log.toString()));
                Attacca agent = agent(conductor.port())) {
            createFlavor(agent, "flavor-4711");
            assertThatThrownBy(() -> createFlavor(agent, "flavor-4711")).isInstanceOf(AttaccaException.class);

            await().until(() ->
                    Objects.requireNonNull(conductor.health().callLog()).written() == 2);
        }

        List<String> lines = Files.readAllLines(log);
        assertThat(lines.get(0))
                .contains(
                        "\"peer\":\"agent of the test\",\"identity\":null,\"method\":\"Flavor.create\",\"version\":\"1.0\",\"outcome\":\"ok\"",
                        "\"changed\":[",
                        "\"flavorId\"",
                        "\"sql\":[{\"text\":\"INSERT INTO flavors",
                        "\"tables\":[\"flavors\"],\"rows\":1,");
        assertThat(lines.get(1)).contains("\"outcome\":\"ALREADY_EXISTS\"", "\"rows\":-1");
        assertThat(lines).noneMatch(line -> line.contains("a name that no log may hold"));
    }

    @Test
    void its_ready_file_is_there_while_it_is_and_tells_how_to_reach_it() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), database.password());
        Path ready = folder.resolve("ready.json");
        Files.writeString(ready, "{\"pid\":4194305,\"left\":\"by an earlier life\"}");
        Map<String, String> settings = Map.of(
                "listen", "127.0.0.1:0",
                "jdbc-url", database.jdbcUrl(),
                "jdbc-user", database.user(),
                "jdbc-password-file", password.toString(),
                "ready-file", ready.toString());

        try (Conductor conductor = Conductor.start(ConductorConfig.read(settings, Map.of()))) {
            String page = Objects.requireNonNull(conductor.healthUrl());
            assertThat(ready)
                    .hasContent("{\"pid\":" + ProcessHandle.current().pid() + ",\"host\":\"127.0.0.1\",\"port\":"
                            + conductor.port()
                            + ",\"healthPort\":" + URI.create(page).getPort()
                            + ",\"database\":\"external\",\"jdbcUrl\":\""
                            + database.jdbcUrl() + "\",\"jdbcUser\":\"" + database.user() + "\",\"passwordFile\":\""
                            + password + "\"}");
        }

        assertThat(folder).isDirectoryNotContaining(file -> file.startsWith(ready));
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(password);
        }
    }

    @Test
    void a_ready_file_that_cannot_be_written_is_refused_before_anything_is_opened() {
        Path nowhere = folder.resolve("missing").resolve("ready.json");

        assertThatThrownBy(() -> Conductor.start(over(database, "ready-file", nowhere.toString())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("ready-file: " + nowhere + " cannot be written: ");
    }

    @Test
    void a_port_in_use_is_refused_and_everything_else_is_closed_again() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Conductor.start(over(database, "listen", "127.0.0.1:" + taken.getLocalPort())))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("port: " + taken.getLocalPort()
                            + " is in use on 127.0.0.1 (expected: a free port); stop the"
                            + " process that listens there, or choose another port, or 0 for any");
        }
        await().untilAsserted(() ->
                assertThat(threads()).noneMatch(name -> name.startsWith("conductor-") || name.startsWith("HTTP-")));
    }

    @Test
    void a_call_that_runs_when_it_is_closed_is_finished_and_answered() throws Exception {
        try (Conductor conductor = Conductor.start(over(database));
                Attacca agent = agent(conductor.port())) {
            createFlavor(agent, "warm");
            slowDown(database.dataSource(), "1.5");
            CompletableFuture<Void> call = CompletableFuture.runAsync(() -> createFlavor(agent, "slow"));
            await().until(() -> conductor.health().inFlight() == 1);

            stop(conductor);

            call.get(1, TimeUnit.SECONDS);
            assertThat(flavors(database.dataSource())).containsExactly("warm", "slow");
            assertThat(conductor.health().status()).isEqualTo(Health.Status.STOPPING);
        }
    }

    @Test
    void a_call_that_takes_longer_than_the_grace_is_undone() throws Exception {
        try (Conductor conductor = Conductor.start(over(database, "drain-grace", "200ms"));
                Attacca agent = agent(conductor.port())) {
            createFlavor(agent, "warm");
            slowDown(database.dataSource(), "9");
            CompletableFuture<Void> call = CompletableFuture.runAsync(() -> createFlavor(agent, "slow"));
            await().until(() -> conductor.health().inFlight() == 1);

            long begun = System.nanoTime();
            stop(conductor);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
            assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(AttaccaException.class);
            await().untilAsserted(() -> assertThat(backends()).isZero());
            assertThat(flavors(database.dataSource())).containsExactly("warm");
        }
    }

    /** Before its block ends; a second close does nothing. */
    private static void stop(Conductor conductor) {
        conductor.close();
    }

    private long backends() throws Exception {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND application_name LIKE 'attacca-conductor%'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void while_its_database_is_away_it_stays_and_says_so() throws Exception {
        String name = database.jdbcUrl().substring(database.jdbcUrl().lastIndexOf('/') + 1);
        try (TestDatabase administration = TestPostgres.database();
                Conductor conductor = Conductor.start(over(database));
                Attacca agent = agent(conductor.port())) {
            createFlavor(agent, "before");
            Together.execute(administration.dataSource(), "ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
            Together.execute(
                    administration.dataSource(),
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '" + name + "'");

            assertThatThrownBy(() -> createFlavor(agent, "meanwhile"))
                    .isInstanceOf(DatabaseUnavailableException.class)
                    .satisfies(away ->
                            assertThat(((AttaccaException) away).retryable()).isTrue());
            assertThat(conductor.health().status()).isEqualTo(Health.Status.DATABASE_DOWN);
            HttpResponse<String> page = ask(conductor);
            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.body())
                    .startsWith("{\"status\":\"database-down\"")
                    .contains("\"database\":{\"status\":\"down\"");

            Together.execute(administration.dataSource(), "ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
            await().until(() -> conductor.health().status() == Health.Status.UP);
            createFlavor(agent, "after");
            assertThat(flavors(database.dataSource()))
                    .contains("before", "after")
                    .doesNotContain("meanwhile");
        }
    }

    @Test
    void started_and_closed_twenty_times_it_leaves_no_thread_and_no_file_behind() {
        startAndClose(); // loads classes, opens jars
        startAndClose();
        await().until(() -> threads().stream().noneMatch(name -> name.startsWith("conductor-")));
        Set<String> threads = threads();
        long files = openFiles();

        for (int i = 0; i < 20; i++) {
            startAndClose();
        }

        await().untilAsserted(() -> {
            assertThat(threads()).isSubsetOf(threads);
            assertThat(openFiles()).isLessThanOrEqualTo(files);
        });
    }

    private void startAndClose() {
        Path log = folder.resolve("calls.jsonl");
        try (Conductor conductor = Conductor.start(over(database, "call-log", log.toString()));
                Attacca agent = agent(conductor.port())) {
            createFlavor(agent, "flavor-" + System.nanoTime());
        }
    }

    /** Names of the threads that live, without their numbers; those that a JVM keeps for everybody are named. */
    private static Set<String> threads() {
        Set<String> names = new TreeSet<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            names.add(thread.getName().replaceAll("\\d+", "#"));
        }
        // Shared by all connections of the driver, and ended by it some time after the last one.
        names.removeIf(name -> name.startsWith("PostgreSQL-JDBC-Cleaner"));
        names.remove("awaitility-thread");
        return names;
    }

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }
}
