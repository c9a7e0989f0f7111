package dev.attacca.cli;

import dev.attacca.contract.ContractCheck;
import dev.attacca.contract.ObjectsLock;
import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command about a domain is given, and where its results go. */
abstract class ObjectsCommand implements Callable<Integer> {
    private final PrintStream out;

    @Option(
            names = "--domain",
            paramLabel = "DIR",
            description = "the folder of the domain and its locks (default: the current one)")
    private Path folder = Path.of("");

    @Option(
            names = "--classpath",
            paramLabel = "PATH",
            description = "jars and folders of its classes, lib/* for all jars of one (default: what Maven or Gradle"
                    + " compiled in the folder)")
    private String classPath = "";

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "a lock to compare with, instead of those in the domain's releases/")
    private @Nullable Path against;

    ObjectsCommand(PrintStream out) {
        this.out = out;
    }

    static List<ObjectsCommand> all(PrintStream out) {
        return List.of(
                new CheckCommand(out),
                new LockCommand(out),
                new DiffCommand(out),
                new ShowCommand(out),
                new ChangelogCommand(out));
    }

    final void print(String text) {
        out.print(text);
        out.flush();
    }

    final DomainFolder open() {
        return DomainFolder.open(folder, classPath);
    }

    final Path folder() {
        return folder;
    }

    final @Nullable Path against() {
        return against;
    }

    /** The lock of the classes as they are. */
    final ObjectsLock now() {
        try (DomainFolder domain = open()) {
            return ObjectsLock.of(domain.domains());
        }
    }

    /** The locks to compare with, oldest first. */
    final List<Path> older() {
        List<Path> older = against == null ? ContractCheck.releases(folder) : List.of(against);
        if (older.isEmpty()) {
            throw new ConfigurationException("releases: none in " + folder.resolve(ContractCheck.RELEASES)
                    + " (expected: a lock to compare with; name one with --against)");
        }
        return older;
    }

    static void write(Path file, String text) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new ConfigurationException(
                    file + ": cannot be written: " + failed + " (expected: a place for a lock)",
                    java.util.Map.of(),
                    failed);
        }
    }
}
