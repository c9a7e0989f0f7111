package dev.attacca.postgres.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server of a test JVM: started by the first test that asks, stopped with the JVM.
 *
 * <p>A Testcontainers engine ({@code postgres:18}) where a Docker engine answers within two seconds, else an embedded server.
 * With the environment variable {@code ATTACCA_REQUIRE_CONTAINERS=true} it fails instead of falling back. Which one it was
 * stands in {@code target/postgres-engine.txt} of the module under test, as {@code engine=testcontainers} or
 * {@code engine=embedded}.
 *
 * <p>Thread safety: all methods may be called from any thread.
 */
public final class TestPostgres {
    private static final Path ENGINE_FILE = Path.of("target", "postgres-engine.txt");
    // The same order of text on both engines, whatever locale their clusters were made with.
    private static final String LOCALE =
            " ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'";

    private static final Map<String, String> TEMPLATES = new HashMap<>();
    private static @Nullable TestEngine engine;
    private static int databases;

    private TestPostgres() {}

    /** A new, empty database. */
    public static synchronized TestDatabase database() {
        String name = nextName("test");
        execute("CREATE DATABASE " + name + " TEMPLATE template0" + LOCALE);
        return running().database(name);
    }

    /**
     * A new database that is a copy of a migrated one.
     *
     * @param templateKey names the state that {@code migrate} leads to, such as a schema version; the first call with a key
     *     migrates, later ones only copy
     * @param migrate given an empty database; connections that it leaves open are closed
     */
    public static synchronized TestDatabase databaseFrom(String templateKey, Consumer<DataSource> migrate) {
        String template = TEMPLATES.get(templateKey);
        if (template == null) {
            template = nextName("template");
            execute("CREATE DATABASE " + template + " TEMPLATE template0" + LOCALE);
            migrate.accept(running().database(template).dataSource());
            // A database can only be copied while nobody is connected to it.
            execute("ALTER DATABASE " + template + " ALLOW_CONNECTIONS false");
            execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '" + template + "'");
            TEMPLATES.put(templateKey, template);
        }
        String name = nextName("test");
        execute("CREATE DATABASE " + name + " TEMPLATE " + template);
        return running().database(name);
    }

    static synchronized void drop(String name) {
        execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    private static String nextName(String prefix) {
        databases++;
        return prefix + "_" + databases;
    }

    private static void execute(String sql) {
        try (Connection connection = running().administration().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    private static TestEngine running() {
        TestEngine known = engine;
        if (known == null) {
            known = TestEngine.start();
            engine = known;
            try {
                Files.createDirectories(ENGINE_FILE.toAbsolutePath().getParent());
                Files.writeString(ENGINE_FILE, "engine=" + known.name() + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return known;
    }
}
