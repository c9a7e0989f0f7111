package dev.attacca.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A {@link ServerJvm} as its parent sees it: a process, and the lines that it says. */
final class SecondJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;
    private long lastAcknowledged;

    private SecondJvm(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Runs one as the same user. */
    static SecondJvm start(Path dataDirectory) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), dataDirectory);
    }

    /** Runs one as the user {@code nobody}, with a copy of the class path that this user can read; only root can. */
    static SecondJvm startAsNobody(Path dataDirectory, Path classPathCopy) throws IOException {
        List<String> prefix = List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");
        return start(prefix, copyClassPath(classPathCopy), dataDirectory);
    }

    private static SecondJvm start(List<String> prefix, String classPath, Path dataDirectory) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile", ""),
                "-cp",
                classPath,
                ServerJvm.class.getName(),
                dataDirectory.toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(Path.of("/").toFile());
        return new SecondJvm(
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    private static String copyClassPath(Path target) throws IOException {
        Set<Path> needed = new LinkedHashSet<>();
        for (String type : List.of(
                "dev.attacca.postgres.EmbeddedPostgres",
                "dev.attacca.postgres.ServerJvm",
                "dev.attacca.error.AttaccaException",
                "org.jspecify.annotations.NullMarked",
                "org.slf4j.Logger",
                "org.tukaani.xz.XZInputStream",
                "org.postgresql.Driver")) {
            needed.add(locationOf(type.replace('.', '/') + ".class"));
        }
        needed.add(locationOf("postgres-linux-x86_64.txz"));
        List<String> copies = new ArrayList<>();
        for (Path entry : needed) {
            Path copy = target.resolve(copies.size() + (Files.isDirectory(entry) ? "" : ".jar"));
            copyTree(entry, copy);
            copies.add(copy.toString());
        }
        return String.join(":", copies);
    }

    /** The class path entry that holds a resource. */
    private static Path locationOf(String resource) {
        URI uri;
        try {
            uri = SecondJvm.class.getClassLoader().getResource(resource).toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        String text = uri.toString();
        return text.startsWith("jar:")
                ? Path.of(URI.create(text.substring("jar:".length(), text.indexOf("!/"))))
                : Path.of(URI.create(text.substring(0, text.length() - resource.length())));
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, file.equals(from) ? to : to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    long pid() {
        return process.pid();
    }

    /** The next line that begins with {@code ready}, {@code error} or {@code ack}; anything else is its log. */
    String nextLine() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.matches("(ready|error|ack) .*")) {
                return line;
            }
            System.out.println("second JVM: " + line);
        }
        throw new IOException("the second JVM ended without a word");
    }

    /** Reads until it has said so many more acknowledgements. */
    void awaitAcknowledgements(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String line = nextLine();
            if (!line.startsWith("ack ")) {
                throw new IOException(line);
            }
            noteAcknowledgement(line);
        }
    }

    private void noteAcknowledgement(String line) {
        // The greatest, since the last line may have been cut in the middle.
        if (line.matches("ack [0-9]+")) {
            lastAcknowledged = Math.max(lastAcknowledged, Long.parseLong(line.substring("ack ".length())));
        }
    }

    /** Kills it with SIGKILL and returns the last row it had acknowledged; returns when the kernel has buried the process. */
    long killAndReadLastAcknowledged() throws IOException, InterruptedException {
        // By the signal's name: Process.destroyForcibly would close the pipe, with what is still to be read in it.
        Launcher.signal(process.pid(), "KILL");
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            noteAcknowledgement(line);
        }
        process.waitFor();
        return lastAcknowledged;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
