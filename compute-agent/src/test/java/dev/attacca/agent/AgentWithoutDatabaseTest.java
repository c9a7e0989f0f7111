package dev.attacca.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent cannot reach a database, because nothing on its class path could. */
class AgentWithoutDatabaseTest {
    private static final List<String> FORBIDDEN_NAMES = List.of(
            "postgres",
            "hikari",
            "jdbc",
            "embedded",
            "testcontainers",
            "conductor",
            "c3p0",
            "dbcp",
            "mysql",
            "mariadb",
            "h2-");

    @Test
    void noEntryOfTheRuntimeClassPathIsADriverAPoolAServerOrTheConductor() {
        List<Path> entries = RuntimeClassPath.entries();

        assertThat(entries).hasSizeGreaterThan(5).allMatch(Files::exists);
        assertThat(entries.stream().map(AgentWithoutDatabaseTest::nameInProject))
                .allSatisfy(name -> assertThat(FORBIDDEN_NAMES).noneMatch(name::contains));
    }

    /** The last parts of the path: enough to tell {@code schema/postgres/target/classes} from what the checkout is called. */
    private static String nameInProject(Path entry) {
        Path root = Path.of("").toAbsolutePath().getParent();
        Path shown = root != null && entry.startsWith(root) ? root.relativize(entry) : entry.getFileName();
        return shown.toString().toLowerCase(Locale.ROOT);
    }

    @Test
    void noEntryOffersADriverToTheJdk() throws IOException {
        for (Path entry : RuntimeClassPath.entries()) {
            String service = "META-INF/services/java.sql.Driver";
            if (Files.isDirectory(entry)) {
                assertThat(entry.resolve(service)).doesNotExist();
            } else {
                try (ZipFile jar = new ZipFile(entry.toFile())) {
                    assertThat(jar.getEntry(service)).as(entry.toString()).isNull();
                }
            }
        }
        try (URLClassLoader agent = loader()) {
            assertThat(ServiceLoader.load(Driver.class, agent)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.postgresql.Driver",
                "com.zaxxer.hikari.HikariDataSource",
                "dev.attacca.conductor.ConductorMain",
                "dev.attacca.conductor.Conductor",
                "dev.attacca.postgres.EmbeddedPostgres",
                "org.testcontainers.containers.GenericContainer"
            })
    void aClassThatCouldReachADatabaseCannotBeLoaded(String name) throws IOException {
        try (URLClassLoader agent = loader()) {
            assertThatThrownBy(() -> agent.loadClass(name)).isInstanceOf(ClassNotFoundException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev.attacca.agent.AgentMain", "dev.attacca.compute.Instance", "dev.attacca.Attacca"})
    void whatAnAgentNeedsCanBeLoadedInTheSameWay(String name) throws IOException, ClassNotFoundException {
        try (URLClassLoader agent = loader()) {
            assertThat(agent.loadClass(name).getName()).isEqualTo(name);
        }
    }

    private static URLClassLoader loader() {
        URL[] urls = RuntimeClassPath.entries().stream()
                .map(entry -> {
                    try {
                        return entry.toUri().toURL();
                    } catch (MalformedURLException impossible) {
                        throw new IllegalStateException(impossible);
                    }
                })
                .toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }
}
