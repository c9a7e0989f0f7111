package dev.attacca.postgres.testing;

import dev.attacca.postgres.EmbeddedPostgres;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A running server for tests.
 *
 * @param name {@code testcontainers} or {@code embedded}
 * @param address host and port, as in a URL
 * @param user a superuser
 * @param password that user's
 */
record TestEngine(String name, String address, String user, String password) {
    private static final Logger LOG = LoggerFactory.getLogger(TestEngine.class);
    static final String REQUIRE_CONTAINERS = "ATTACCA_REQUIRE_CONTAINERS";

    private static final String IMAGE = "postgres:18";
    private static final Duration DOCKER_PATIENCE = Duration.ofSeconds(2);

    static TestEngine start() {
        DockerProbe probe = DockerProbe.of(System.getenv());
        boolean required = Boolean.parseBoolean(System.getenv(REQUIRE_CONTAINERS));
        if (!mayUseContainers(required, probe)) {
            return embedded();
        }
        try {
            return container();
        } catch (RuntimeException e) {
            if (required) {
                throw e;
            }
            LOG.warn("the Docker engine does not run {}: testing on the embedded server instead", IMAGE, e);
            return embedded();
        }
    }

    /** Whether an engine answers; throws where containers are required and none does. */
    static boolean mayUseContainers(boolean required, DockerProbe probe) {
        boolean answers = probe.answersWithin(DOCKER_PATIENCE);
        if (!answers && required) {
            throw new IllegalStateException(REQUIRE_CONTAINERS + ": true, but nothing answers at " + probe.addresses()
                    + " (expected: a Docker engine); start one, or unset " + REQUIRE_CONTAINERS
                    + " to test on the embedded server");
        }
        return answers;
    }

    private static TestEngine container() {
        // Lives as long as the JVM: Testcontainers removes it afterwards.
        @SuppressWarnings("resource")
        PostgreSQLContainer container = new PostgreSQLContainer(IMAGE)
                .withUsername("attacca")
                .withPassword("attacca")
                .withDatabaseName("attacca")
                .withCommand(
                        "postgres",
                        "-c",
                        "fsync=off",
                        "-c",
                        "client_connection_check_interval=1s",
                        "-c",
                        "timezone=UTC");
        container.start();
        String address = container.getHost() + ":" + container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
        return new TestEngine("testcontainers", address, container.getUsername(), container.getPassword());
    }

    private static TestEngine embedded() {
        ScratchDirectory scratch = ScratchDirectory.create();
        EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedPostgres.Options.of(scratch.path("postgres")));
        Thread atExit = new Thread(
                () -> {
                    server.close();
                    scratch.close();
                },
                "test-postgres-exit");
        Runtime.getRuntime().addShutdownHook(atExit);
        return new TestEngine("embedded", "127.0.0.1:" + server.port(), server.user(), server.password());
    }

    TestDatabase database(String database) {
        return new TestDatabase("jdbc:postgresql://" + address + "/" + database, user, password);
    }

    TestDatabase administration() {
        return database("postgres");
    }
}
