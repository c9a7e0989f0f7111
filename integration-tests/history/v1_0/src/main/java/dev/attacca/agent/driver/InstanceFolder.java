package dev.attacca.agent.driver;

import dev.attacca.agent.state.StateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is on disk about the process of one instance: made before the process, removed after it. Immutable; the files are not.
 *
 * @param uuid the instance
 * @param path absolute, so that it is the same in the process's environment whoever looks
 */
record InstanceFolder(UUID uuid, Path path) {
    static final String UUID_VARIABLE = "ATTACCA_INSTANCE_UUID";
    static final String FOLDER_VARIABLE = "ATTACCA_INSTANCE_FOLDER";
    private static final String PROCESS = "process";
    private static final String PID = "pid";
    private static final String START_TICKS = "start-ticks";
    private static final String EXIT = "exit";

    boolean exists() {
        return Files.isDirectory(path);
    }

    /** Makes it, without a process in it. */
    void create() throws IOException {
        StateFile.createFolder(path);
        Files.deleteIfExists(processFile());
    }

    Path console() {
        return path.resolve("console.log");
    }

    /** The environment entries by which the process is known, together with its children's. */
    Set<String> marks() {
        return Set.of(UUID_VARIABLE + "=" + uuid, FOLDER_VARIABLE + "=" + path);
    }

    /** Whether the process is the one started from here, and not a stranger that got its number. */
    boolean owns(OsProcess process) {
        return process.carries(marks());
    }

    /**
     * The process started from here, gone or not; null when there is none. When the folder names none, the driver before may have
     * been killed right after it started one, so all processes are looked through.
     */
    @Nullable
    OsProcess process() {
        Map<String, String> recorded = StateFile.read(processFile());
        if (recorded != null) {
            return new OsProcess(number(recorded, PID), number(recorded, START_TICKS));
        }
        List<OsProcess> found = exists() ? OsProcess.carrying(marks()) : List.of();
        if (found.isEmpty()) {
            return null;
        }
        // Its children carry the marks, too; the one that started first is the process itself.
        OsProcess process = found.stream()
                .min(Comparator.comparingLong(OsProcess::startTicks).thenComparingLong(OsProcess::pid))
                .orElseThrow();
        record(process);
        return process;
    }

    void record(OsProcess process) {
        StateFile.write(
                path,
                PROCESS,
                Map.of(PID, Long.toString(process.pid()), START_TICKS, Long.toString(process.startTicks())));
    }

    /** Notes the end of a process that ended by itself. */
    void recordExit(OsProcess process, int exitCode) {
        StateFile.write(
                path,
                PROCESS,
                Map.of(
                        PID,
                        Long.toString(process.pid()),
                        START_TICKS,
                        Long.toString(process.startTicks()),
                        EXIT,
                        Integer.toString(exitCode)));
    }

    /** The exit code noted, or null while none was. */
    @Nullable
    Integer exit() {
        Map<String, String> recorded = StateFile.read(processFile());
        String exit = recorded == null ? null : recorded.get(EXIT);
        return exit == null ? null : Integer.valueOf(exit);
    }

    void delete() {
        if (!exists()) {
            return;
        }
        try (Stream<Path> content = Files.walk(path)) {
            for (Path file : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(path + ": cannot be removed (expected: a folder of this agent)", refused);
        }
    }

    private Path processFile() {
        return path.resolve(PROCESS);
    }

    private long number(Map<String, String> recorded, String key) {
        String value = recorded.get(key);
        if (value == null) {
            throw new IllegalStateException(processFile() + ": no " + key
                    + " (expected: a file written by this agent; end the process by hand and remove the folder)");
        }
        return Long.parseLong(value);
    }
}
