package dev.attacca.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fleets that outlived the JVM that started them: kept on purpose, or left by one that was killed (kill -9). Each fleet's folder
 * says whose it is and which processes are in it.
 *
 * <p>Thread safety: stateless.
 */
public final class KeptFleets {
    private static final String OWNER = "owner";
    private static final String KEPT = "kept";
    private static final String PROCESS = "process";
    private static final Duration AGENT_GRACE = Duration.ofSeconds(4);
    private static final Duration CONDUCTOR_GRACE = Duration.ofSeconds(12);

    /** A process's start is counted from the machine's, which an adjusted clock moves a little. */
    private static final long CLOCK_MILLIS = 2_000;

    private KeptFleets() {}

    /** Notes that this JVM looks after the fleet in a folder. */
    static void own(Path fleet) {
        write(fleet.resolve(OWNER), describe(ProcessHandle.current()));
    }

    /** Notes that nobody looks after it from now on. */
    static void keep(Path fleet) {
        write(fleet.resolve(KEPT), "");
    }

    /** Notes which process is the one of a folder. */
    static void record(Path processFolder, ProcessHandle process) {
        write(processFolder.resolve(PROCESS), describe(process));
    }

    /**
     * Ends every fleet of this user in the system's temporary folder that is kept or has lost its owner, to the last process and file.
     *
     * @param name what {@link Fleet#temporary} was given
     * @return the folders that were there
     */
    public static List<Path> stop(String name) {
        try (Stream<Path> folders = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            List<Path> stopped = new ArrayList<>();
            for (Path fleet : folders.filter(each -> is(each, name)).sorted().toList()) {
                if (mine(fleet) && (Files.exists(fleet.resolve(KEPT)) || living(fleet.resolve(OWNER)) == null)) {
                    end(fleet);
                    stopped.add(fleet);
                }
            }
            return stopped;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("java.io.tmpdir: cannot be listed (expected: a folder to read)", unreadable);
        }
    }

    private static boolean is(Path folder, String name) {
        return folder.getFileName().toString().startsWith("attacca-" + name + "-")
                && Files.exists(folder.resolve(OWNER));
    }

    /** Root ends its own fleets alone, like anybody. The folder of a process belongs to its user; the link to it does not. */
    private static boolean mine(Path folder) throws IOException {
        return Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private static void end(Path fleet) throws IOException {
        List<Path> rooms;
        try (Stream<Path> content = Files.list(fleet)) {
            rooms = content.filter(Files::isDirectory).toList();
        }
        List<Path> agents = rooms.stream()
                .filter(room -> Files.exists(room.resolve("state")))
                .toList();
        end(agents, AGENT_GRACE);
        end(rooms.stream().filter(room -> !agents.contains(room)).toList(), CONDUCTOR_GRACE);
        for (Path agent : agents) {
            OsProcesses.kill(OsProcesses.ofInstances(agent.resolve("state")).keySet());
        }
        for (Path room : rooms) {
            ProcessHandle server = OsProcesses.postmaster(room.resolve("data"));
            if (server != null && !OsProcesses.gone(List.of(server), AGENT_GRACE)) {
                OsProcesses.kill(List.of(server));
            }
        }
        Fleet.remove(fleet);
    }

    private static void end(List<Path> rooms, Duration grace) {
        List<ProcessHandle> processes = rooms.stream()
                .map(room -> living(room.resolve(PROCESS)))
                .filter(Objects::nonNull)
                .toList();
        processes.forEach(ProcessHandle::destroy);
        if (!OsProcesses.gone(processes, grace)) {
            OsProcesses.kill(processes);
        }
    }

    /** Number and start: the number alone may be another's by now. */
    private static String describe(ProcessHandle process) {
        return process.pid() + " " + start(process);
    }

    private static long start(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
    }

    private static @Nullable ProcessHandle living(Path file) {
        try {
            String[] described = Files.readString(file).split(" ", -1);
            ProcessHandle process =
                    ProcessHandle.of(Long.parseLong(described[0])).orElse(null);
            boolean same = process != null
                    && OsProcesses.lives(process)
                    && Math.abs(start(process) - Long.parseLong(described[described.length - 1])) <= CLOCK_MILLIS;
            return same ? process : null;
        } catch (IOException | NumberFormatException never) {
            return null;
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException refused) {
            throw new UncheckedIOException(file + ": cannot be written (expected: a folder to write in)", refused);
        }
    }
}
