package dev.attacca.cli;

import dev.attacca.error.ConfigurationException;
import dev.attacca.registry.ObjectDomain;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * A domain that is checked: the folder of its locks, and its compiled classes in a loader of their own above this tool's
 * libraries. Closing it gives the classes up. Confined to one thread.
 */
final class DomainFolder implements AutoCloseable {
    private static final List<String> CLASSES = List.of("target/classes", "build/classes/java/main");

    private final Path folder;
    private final URLClassLoader loader;
    private final List<ObjectDomain> domains;

    private DomainFolder(Path folder, URLClassLoader loader, List<ObjectDomain> domains) {
        this.folder = folder;
        this.loader = loader;
        this.domains = domains;
    }

    /**
     * Opens a domain.
     *
     * @param folder where its locks are
     * @param classPath jars and folders, {@code lib/*} for every jar of one; empty for what Maven or Gradle compiled in the folder
     * @throws ConfigurationException if there are no classes, or no domain among them
     */
    static DomainFolder open(Path folder, String classPath) {
        if (!Files.isDirectory(folder)) {
            throw new ConfigurationException("--domain: " + folder
                    + " (expected: the folder of a domain, which holds or will hold objects.lock)");
        }
        List<Path> entries = classPath.isEmpty() ? List.of(compiled(folder)) : entries(classPath);
        URLClassLoader loader = new URLClassLoader(
                entries.stream().map(DomainFolder::url).toArray(URL[]::new), DomainFolder.class.getClassLoader());
        List<ObjectDomain> domains = new ArrayList<>();
        try {
            for (ObjectDomain domain : ServiceLoader.load(ObjectDomain.class, loader)) {
                if (domain.getClass().getClassLoader() == loader) {
                    domains.add(domain);
                }
            }
        } catch (ServiceConfigurationError broken) {
            throw new ConfigurationException(
                    "domain: " + broken.getMessage()
                            + " (expected: public classes with a public constructor; name their libraries with --classpath)",
                    java.util.Map.of(),
                    broken);
        }
        if (domains.isEmpty()) {
            throw new ConfigurationException("domain: none in " + shown(entries) + " (expected: META-INF/services/"
                    + ObjectDomain.class.getName() + " that names one)");
        }
        return new DomainFolder(folder, loader, List.copyOf(domains));
    }

    private static Path compiled(Path folder) {
        for (String classes : CLASSES) {
            if (Files.isDirectory(folder.resolve(classes))) {
                return folder.resolve(classes);
            }
        }
        throw new ConfigurationException(
                "--domain: " + folder.toAbsolutePath().normalize() + " has no compiled classes (expected: "
                        + String.join(" or ", CLASSES) + "; compile it first, or name them with --classpath)");
    }

    private static List<Path> entries(String classPath) {
        List<Path> entries = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (entry.endsWith("/*")) {
                entries.addAll(jars(Path.of(entry.substring(0, entry.length() - 2))));
            } else if (Files.exists(Path.of(entry))) {
                entries.add(Path.of(entry));
            } else {
                throw new ConfigurationException("--classpath: " + entry + " (expected: a jar, a folder or lib/*, and"
                        + " there is none of that name)");
            }
        }
        return entries;
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new ConfigurationException(
                    "--classpath: " + folder + "/* (expected: a folder of jars)", java.util.Map.of(), unreadable);
        }
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String shown(List<Path> entries) {
        return String.join(
                File.pathSeparator, entries.stream().map(Path::toString).toList());
    }

    Path folder() {
        return folder;
    }

    ObjectDomain[] domains() {
        return domains.toArray(ObjectDomain[]::new);
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
