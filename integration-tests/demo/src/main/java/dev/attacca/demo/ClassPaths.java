package dev.attacca.demo;

import dev.attacca.fleet.FleetException;
import dev.attacca.fleet.Release;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/** Looks into the jars that an agent runs from: for a way to the database, and for what its release knows. */
final class ClassPaths {
    static final String NAME = "name is called";
    static final String MEMORY = "memory is held as";
    static final String ZONE = "availabilityZone";

    private static final Map<String, String> FORBIDDEN = new LinkedHashMap<>();

    static {
        FORBIDDEN.put("META-INF/services/java.sql.Driver", "a JDBC driver");
        FORBIDDEN.put("org/postgresql/Driver.class", "PostgreSQL's driver");
        FORBIDDEN.put("com/zaxxer/hikari/HikariDataSource.class", "a connection pool");
        FORBIDDEN.put("dev/attacca/postgres/EmbeddedPostgres.class", "the embedded server");
        FORBIDDEN.put("dev/attacca/conductor/ConductorMain.class", "the conductor");
    }

    private ClassPaths() {}

    /**
     * What a release's own {@code Instance} says about what changed between releases: what it calls the name, how it holds the
     * memory, and whether it knows zones.
     */
    static Map<String, String> shape(Release release) {
        List<Path> jars = release.agentClassPath();
        URL[] urls = new URL[jars.size()];
        try {
            for (int jar = 0; jar < urls.length; jar++) {
                urls[jar] = jars.get(jar).toUri().toURL();
            }
            // Away from this program's own classes, which are of the newest release.
            try (URLClassLoader classes = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
                Map<String, String> getters = new LinkedHashMap<>();
                for (Method method : Class.forName("dev.attacca.compute.Instance", false, classes)
                        .getMethods()) {
                    getters.put(method.getName(), method.getReturnType().getSimpleName());
                }
                return Map.of(
                        NAME, getters.containsKey("getName") ? "name" : "displayName",
                        MEMORY, getters.getOrDefault("getMemoryMb", "-"),
                        ZONE, getters.containsKey("getAvailabilityZone") ? "known" : "unknown");
            }
        } catch (IOException | ReflectiveOperationException unreadable) {
            throw new FleetException(
                    "agent " + release.version() + ": its classes cannot be read (expected: Instance)", unreadable);
        }
    }

    /** What is wrong with an agent's class path. */
    static List<String> problems(Release release) {
        List<String> problems = new ArrayList<>();
        for (Path jar : release.agentClassPath()) {
            try (ZipFile content = new ZipFile(jar.toFile())) {
                FORBIDDEN.forEach((entry, what) -> {
                    if (content.getEntry(entry) != null) {
                        problems.add("agent " + release.version() + ": " + jar.getFileName() + " has " + what
                                + " (expected: no way to the database)");
                    }
                });
            } catch (IOException unreadable) {
                throw new UncheckedIOException(jar + ": cannot be read (expected: a jar)", unreadable);
            }
        }
        return problems;
    }
}
