package dev.attacca.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Processes of this machine that are not children of this one: instances outlive their agent, the database server belongs to its
 * conductor. Linux alone, where {@code /proc} shows what a process was started with.
 *
 * <p>Thread safety: stateless.
 */
final class OsProcesses {
    private static final Path PROC = Path.of("/proc");
    private static final String UUID_VARIABLE = "ATTACCA_INSTANCE_UUID=";
    private static final String FOLDER_VARIABLE = "ATTACCA_INSTANCE_FOLDER=";

    /** The command that gives a program a session of its own; empty where there is none. */
    static final List<String> SETSID =
            Stream.of("/usr/bin/setsid", "/bin/setsid")
                    .filter(file -> Files.isExecutable(Path.of(file)))
                    .findFirst()
                    .stream()
                    .toList();

    private OsProcesses() {}

    /** The living processes of instances that an agent with that state directory started, with all their children. */
    static Map<ProcessHandle, UUID> ofInstances(Path stateDirectory) {
        String folder = FOLDER_VARIABLE + stateDirectory.toAbsolutePath() + "/";
        Map<ProcessHandle, UUID> found = new LinkedHashMap<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path each : folders) {
                String[] environment = read(each.resolve("environ")).split("\0", -1);
                if (Stream.of(environment).anyMatch(entry -> entry.startsWith(folder))) {
                    UUID uuid = uuid(environment);
                    ProcessHandle handle = handle(each.getFileName().toString());
                    if (uuid != null && handle != null && lives(handle)) {
                        found.put(handle, uuid);
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            throw new FleetException("/proc: cannot be listed (expected: Linux with /proc mounted)", unreadable);
        }
        return found;
    }

    private static @Nullable UUID uuid(String[] environment) {
        return Stream.of(environment)
                .filter(entry -> entry.startsWith(UUID_VARIABLE))
                .map(entry -> UUID.fromString(entry.substring(UUID_VARIABLE.length())))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable ProcessHandle handle(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).orElse(null);
    }

    /** The database server whose cluster lies in a conductor's data directory, or null when none runs. */
    static @Nullable ProcessHandle postmaster(Path dataDirectory) {
        String first = read(dataDirectory.resolve("cluster/postmaster.pid"))
                .lines()
                .findFirst()
                .orElse("");
        if (!first.matches("[0-9]{1,10}")) {
            return null;
        }
        // After a crash the number may be a stranger's.
        boolean postgres = read(PROC.resolve(first).resolve("comm")).startsWith("postgres");
        return Optional.ofNullable(handle(first))
                .filter(handle -> postgres && lives(handle))
                .orElse(null);
    }

    /** Kills what lives of them and waits until it is gone. */
    static void kill(Collection<ProcessHandle> processes) {
        processes.stream().filter(OsProcesses::lives).forEach(ProcessHandle::destroyForcibly);
        if (!gone(processes, Duration.ofSeconds(10))) {
            throw new FleetException(
                    processes.stream().filter(OsProcesses::lives).toList()
                            + ": still there 10 s after SIGKILL (expected: gone); they hang in the kernel");
        }
    }

    /** Whether none of them lives any more, in time. */
    static boolean gone(Collection<ProcessHandle> processes, Duration atMost) {
        return Patience.of(atMost).until(() -> processes.stream().noneMatch(OsProcesses::lives));
    }

    /** Whether it runs. One that has ended and that nobody collected, as in a container without an init, does not. */
    static boolean lives(ProcessHandle process) {
        String stat = read(PROC.resolve(Long.toString(process.pid())).resolve("stat"));
        String afterName = stat.substring(stat.lastIndexOf(')') + 1).strip();
        return process.isAlive() && !afterName.startsWith("Z") && !afterName.startsWith("X");
    }

    /** What a process was started with, by name. */
    static Map<String, String> environment(ProcessHandle process) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String entry : read(PROC.resolve(Long.toString(process.pid())).resolve("environ"))
                .split("\0", -1)) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                environment.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return environment;
    }

    /** The content, or nothing: the process may end, or turn out to be another user's, at any moment. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException goneOrForeign) {
            return "";
        }
    }
}
