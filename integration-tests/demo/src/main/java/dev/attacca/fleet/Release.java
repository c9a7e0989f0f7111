package dev.attacca.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A release of the compute domain: the newest one, or one of the frozen ones beside it. What its processes are made of is in the
 * modules' {@code target/app/lib}, which {@code package} fills.
 */
public enum Release {
    /** {@code displayName}, memory as an int, no zone and no flavor object. */
    R1_0("1.0", "integration-tests/history/v1_0", "attacca-history-v1-0"),
    /** The zone and the flavor object came. */
    R1_1("1.1", "integration-tests/history/v1_1", "attacca-history-v1-1"),
    /** {@code name}, memory as a long, {@code SHELVED_OFFLOADED}. */
    R1_2("1.2", "compute-agent", "attacca-schema-compute");

    /** The program of an agent, in every release. */
    public static final String AGENT_MAIN = "dev.attacca.agent.AgentMain";

    /** The program of a conductor. */
    public static final String CONDUCTOR_MAIN = "dev.attacca.conductor.ConductorMain";

    private static final String CONDUCTOR = "conductor";

    private final String version;
    private final String agentModule;
    private final String domainArtifact;

    Release(String version, String agentModule, String domainArtifact) {
        this.version = version;
        this.agentModule = agentModule;
        this.domainArtifact = domainArtifact;
    }

    /** The version of {@code Instance} in it, such as {@code 1.1}. */
    public String version() {
        return version;
    }

    /** The jars that an agent of this release runs from, in the order of their names. */
    public List<Path> agentClassPath() {
        return jars(agentModule);
    }

    /** The jars of a conductor whose compute domain is of this release: today's framework, that domain. */
    public List<Path> conductorClassPath() {
        if (this == R1_2) {
            return jars(CONDUCTOR);
        }
        List<Path> jars = new ArrayList<>();
        for (Path jar : jars(CONDUCTOR)) {
            if (!is(jar, R1_2.domainArtifact)) {
                jars.add(jar);
            }
        }
        jars(agentModule).stream().filter(jar -> is(jar, domainArtifact)).forEach(jars::add);
        return List.copyOf(jars);
    }

    /**
     * The jars that {@code package} put together for a module.
     *
     * @param module its folder below the root, such as {@code integration-tests/foreign-domain}
     * @throws FleetException if it was not packaged
     */
    public static List<Path> jars(String module) {
        Path lib = home().resolve(module).resolve("target/app/lib");
        if (!Files.isDirectory(lib)) {
            throw new FleetException(lib + ": not there (expected: the jars of " + module
                    + "); run ./mvnw -Dquick package -pl " + module + " -am");
        }
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(lib + ": cannot be listed (expected: a folder of jars)", unreadable);
        }
    }

    private static boolean is(Path jar, String artifact) {
        return jar.getFileName().toString().startsWith(artifact + "-");
    }

    /**
     * The root of the clone: what {@code attacca.home} says, else the nearest folder upwards that has the launcher.
     *
     * @throws FleetException if there is none
     */
    public static Path home() {
        String given = System.getProperty("attacca.home");
        Path start = Path.of(given == null ? "" : given).toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("attacca")) && Files.isDirectory(folder.resolve("conductor"))) {
                return folder;
            }
        }
        throw new FleetException("attacca.home: " + start
                + " (expected: a folder in a clone of Attacca); start with ./attacca, or run in the clone");
    }
}
