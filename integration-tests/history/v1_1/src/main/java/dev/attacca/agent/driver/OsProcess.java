package dev.attacca.agent.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A process of this machine, told apart from a later one with the same number by its start time.
 *
 * <p>Source: {@code proc(5)}, {@code /proc/PID/stat} and {@code /proc/PID/environ}. Immutable.
 *
 * @param pid the process number
 * @param startTicks when it started, in clock ticks since the machine did
 */
record OsProcess(long pid, long startTicks) {
    private static final Path PROC = Path.of("/proc");

    // Counted from the first field after the command's name, which alone may hold spaces and parentheses.
    private static final int STATE = 0;
    private static final int START_TICKS = 19;

    /** What a process does. */
    enum State {
        RUNNING,
        /** Stopped by a signal or a debugger. */
        STOPPED,
        /** Ended: there is none with this number, a later one, or only an entry that its parent has not collected. */
        GONE
    }

    /** The process that has the number now, or null when there is none. */
    static @Nullable OsProcess at(long pid) {
        String[] fields = stat(pid);
        return fields == null ? null : new OsProcess(pid, Long.parseLong(fields[START_TICKS]));
    }

    /** The processes of this user whose environment has all the entries, each {@code NAME=value}. */
    static List<OsProcess> carrying(Set<String> entries) {
        List<OsProcess> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path folder : folders) {
                OsProcess process = at(Long.parseLong(folder.getFileName().toString()));
                if (process != null && process.state() != State.GONE && process.carries(entries)) {
                    found.add(process);
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            throw new IllegalStateException(
                    "/proc: cannot be listed (expected: a Linux system with /proc mounted; mount it)", unreadable);
        }
        return found;
    }

    State state() {
        String[] fields = stat(pid);
        if (fields == null || Long.parseLong(fields[START_TICKS]) != startTicks) {
            return State.GONE;
        }
        return switch (fields[STATE]) {
            case "Z", "X", "x" -> State.GONE;
            case "T", "t" -> State.STOPPED;
            default -> State.RUNNING;
        };
    }

    /** Whether its environment has all the entries; false for a process of another user. */
    boolean carries(Set<String> entries) {
        return Set.of(environment(pid).split("\0")).containsAll(entries);
    }

    /** Asks it to end ({@code SIGTERM}). The JDK looks at the start time once more before it sends the signal. */
    void terminate() {
        ProcessHandle.of(pid).filter(handle -> state() != State.GONE).ifPresent(ProcessHandle::destroy);
    }

    /** Ends it ({@code SIGKILL}). */
    void kill() {
        ProcessHandle.of(pid).filter(handle -> state() != State.GONE).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** It and everything it started that still runs under it. */
    List<OsProcess> tree() {
        List<OsProcess> tree = new ArrayList<>(List.of(this));
        ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(handle -> at(handle.pid()))
                .forEach(descendant -> {
                    if (descendant != null) {
                        tree.add(descendant);
                    }
                });
        return tree;
    }

    private static String @Nullable [] stat(long pid) {
        String line = read(pid, "stat");
        int afterName = line.lastIndexOf(')') + 2;
        String[] fields = line.substring(Math.min(afterName, line.length())).split(" ");
        return fields.length <= START_TICKS ? null : fields;
    }

    private static String environment(long pid) {
        return read(pid, "environ");
    }

    /** The content, or nothing: the process may end, or turn out to be another user's, at any moment. */
    private static String read(long pid, String file) {
        try {
            byte[] content = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(file));
            return new String(content, StandardCharsets.UTF_8);
        } catch (IOException goneOrForeign) {
            return "";
        }
    }
}
