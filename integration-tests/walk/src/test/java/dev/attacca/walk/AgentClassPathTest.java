package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.fleet.AgentProcess;
import dev.attacca.fleet.Release;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An agent cannot reach a database: what could is not among the classes of any release. */
@ExtendWith(SharedFleet.Resolver.class)
class AgentClassPathTest {
    private static final List<String> FORBIDDEN = List.of(
            "org/postgresql/",
            "com/zaxxer/hikari/",
            "dev/attacca/conductor/",
            "dev/attacca/postgres/",
            "META-INF/services/java.sql.Driver");

    private static final List<String> CLASSES = List.of(
            "org.postgresql.Driver",
            "com.zaxxer.hikari.HikariDataSource",
            "dev.attacca.conductor.ConductorMain",
            "dev.attacca.postgres.EmbeddedPostgres");

    private final SharedFleet shared;

    AgentClassPathTest(SharedFleet shared) {
        this.shared = shared;
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void noJarOfAnAgentHoldsADriverAPoolAServerOrAConductor(Release release) {
        List<Path> jars = release.agentClassPath();

        assertThat(jars).hasSizeGreaterThan(10);
        assertThat(jars.stream().flatMap(AgentClassPathTest::forbiddenIn)).isEmpty();
    }

    /** The same look at a conductor finds each of them, so a look that finds nothing means something. */
    @ParameterizedTest
    @EnumSource(Release.class)
    void theJarsOfAConductorHoldAllOfThem(Release release) {
        assertThat(release.conductorClassPath().stream().flatMap(AgentClassPathTest::forbiddenIn))
                .containsAll(FORBIDDEN);
    }

    private static Stream<String> forbiddenIn(Path jar) {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            List<String> names = file.stream().map(ZipEntry::getName).toList();
            return FORBIDDEN.stream().filter(start -> names.stream().anyMatch(name -> name.startsWith(start)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(jar.toString(), unreadable);
        }
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void aRunningAgentHasThatClassPathAndCanLoadNoneOfThem(Release release) throws IOException, ClassNotFoundException {
        AgentProcess agent = shared.fleet()
                .agent(AgentProcess.Options.of(
                        release, "path-" + release.version(), shared.conductor().address()));
        agent.events().await("at work", line -> line.has("action", "conductor-answers"));
        List<Path> classPath = classPath(agent.pid());
        List<String> open = openFiles(agent.pid());
        agent.stop();

        assertThat(classPath).isEqualTo(release.agentClassPath());
        assertThat(open).anyMatch(file -> file.contains("/attacca-objects-core-"));
        assertThat(open)
                .noneMatch(file -> file.contains("postgres"))
                .noneMatch(file -> file.contains("Hikari"))
                .noneMatch(file -> file.contains("attacca-conductor"));
        try (URLClassLoader loader = ReleaseLoader.of(classPath.stream())) {
            assertThat(loader.loadClass(Release.AGENT_MAIN)).isNotNull();
            for (String forbidden : CLASSES) {
                assertThatThrownBy(() -> loader.loadClass(forbidden)).isInstanceOf(ClassNotFoundException.class);
            }
        }
    }

    /** What the kernel says that the process was started with. */
    private static List<Path> classPath(long pid) throws IOException {
        List<String> command = List.of(Files.readString(proc(pid, "cmdline")).split("\0"));
        String given = command.get(command.indexOf("-cp") + 1);
        return Stream.of(given.split(File.pathSeparator)).map(Path::of).toList();
    }

    private static List<String> openFiles(long pid) throws IOException {
        try (Stream<Path> descriptors = Files.list(proc(pid, "fd"))) {
            return descriptors
                    .map(AgentClassPathTest::target)
                    .filter(target -> target.endsWith(".jar"))
                    .toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static Path proc(long pid, String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }
}
