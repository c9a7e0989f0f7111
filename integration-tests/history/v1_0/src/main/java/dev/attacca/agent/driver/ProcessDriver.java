package dev.attacca.agent.driver;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.attacca.agent.driver.OsProcess.State;
import dev.attacca.compute.PowerState;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs each instance as one process of the operating system.
 *
 * <p>Every instance has a folder, made before its process is started and removed after that is gone; in it stand the process's
 * number and start time and its output. The process carries the instance's uuid and the folder in its environment. So a driver that
 * comes later finds a process again even if the one before was killed between starting it and writing its number down, and never
 * takes a stranger with a recycled number for its own.
 *
 * <p>A process that ended by itself stays known with its end until the instance is destroyed: exit code 0 reads
 * {@link PowerState#SHUTDOWN}, any other {@link PowerState#CRASHED}. When no driver was there to see the code, {@code CRASHED}: an
 * instance that stopped unseen needs the same attention.
 *
 * <p>Needs Linux. Thread safety: safe for use by several threads; one driver per folder.
 */
public final class ProcessDriver implements InstanceDriver {
    private static final int UNSEEN_EXIT = -1;
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);
    private static final long LOOK_AGAIN_MILLIS = 5;

    private final Path instances;
    private final List<String> command;
    private final Duration stopTimeout;

    /** The processes that this very driver started: the only ones whose exit codes it can learn. */
    @GuardedBy("this")
    private final Map<UUID, Process> children = new HashMap<>();

    /**
     * A driver over a folder, which it creates when it is first needed.
     *
     * @param folder where it keeps what it must remember
     * @param command the program and its arguments, run without a shell
     * @param stopTimeout how long a process may take to end when it is asked to, before it is killed
     */
    public ProcessDriver(Path folder, List<String> command, Duration stopTimeout) {
        this.instances = folder.toAbsolutePath().normalize().resolve("instances");
        this.command = List.copyOf(command);
        this.stopTimeout = stopTimeout;
    }

    @Override
    public synchronized void spawn(InstanceSpec spec) {
        InstanceFolder folder = folder(spec.uuid());
        OsProcess before = folder.process();
        if (before != null && state(folder, before) != State.GONE) {
            return;
        }
        try {
            folder.create();
            Process process = builder(spec, folder).start();
            children.put(spec.uuid(), process);
            OsProcess started = OsProcess.at(process.pid());
            if (started != null && started.state() != State.GONE) {
                folder.record(started);
                return;
            }
        } catch (IOException | IllegalArgumentException refused) {
            forget(folder);
            throw new InstanceDriverException(
                    spec.uuid(),
                    "'" + String.join(" ", command) + "' was not started: " + refused.getMessage()
                            + " (expected: a program that can be run; change instance-command)",
                    refused);
        }
        int exitCode = exitCode(spec.uuid());
        forget(folder);
        throw new InstanceDriverException(
                spec.uuid(),
                "'" + String.join(" ", command) + "' ended at once with exit code " + exitCode
                        + " (expected: a program that keeps running; change instance-command)",
                null);
    }

    private ProcessBuilder builder(InstanceSpec spec, InstanceFolder folder) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.path().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.console().toFile()));
        // The agent's own variables may hold what no tenant should read.
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(Set.of("PATH", "LANG"));
        environment.put(InstanceFolder.UUID_VARIABLE, spec.uuid().toString());
        environment.put(InstanceFolder.FOLDER_VARIABLE, folder.path().toString());
        environment.put("ATTACCA_INSTANCE_NAME", spec.name());
        environment.put("ATTACCA_INSTANCE_VCPUS", Integer.toString(spec.vcpus()));
        environment.put("ATTACCA_INSTANCE_MEMORY_MB", Integer.toString(spec.memoryMb()));
        return builder;
    }

    @Override
    public synchronized PowerState powerState(UUID uuid) {
        InstanceFolder folder = folder(uuid);
        Integer exit = folder.exit();
        if (exit != null) {
            return ended(exit);
        }
        OsProcess process = folder.process();
        if (process == null) {
            return PowerState.NOSTATE;
        }
        return switch (state(folder, process)) {
            case RUNNING -> PowerState.RUNNING;
            case STOPPED -> PowerState.PAUSED;
            case GONE -> {
                int exitCode = exitCode(uuid);
                folder.recordExit(process, exitCode);
                yield ended(exitCode);
            }
        };
    }

    private static PowerState ended(int exitCode) {
        return exitCode == 0 ? PowerState.SHUTDOWN : PowerState.CRASHED;
    }

    /** The exit code of a process that is gone; a child's is there as soon as the JDK's reaper has collected it. */
    @GuardedBy("this")
    private int exitCode(UUID uuid) {
        Process child = children.get(uuid);
        try {
            return child != null && child.waitFor(1, TimeUnit.SECONDS) ? child.exitValue() : UNSEEN_EXIT;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return UNSEEN_EXIT;
        }
    }

    @Override
    public synchronized void destroy(UUID uuid) {
        InstanceFolder folder = folder(uuid);
        OsProcess process = folder.process();
        if (process != null && state(folder, process) != State.GONE) {
            stop(uuid, process.tree());
        }
        forget(folder);
    }

    private void stop(UUID uuid, List<OsProcess> processes) {
        processes.forEach(OsProcess::terminate);
        if (gone(uuid, processes, stopTimeout)) {
            return;
        }
        processes.forEach(OsProcess::kill);
        if (!gone(uuid, processes, KILL_TIMEOUT)) {
            long pid = processes.get(0).pid();
            throw new InstanceDriverException(
                    uuid,
                    "process " + pid + " is still there " + KILL_TIMEOUT.toSeconds()
                            + " s after SIGKILL (expected: gone; it hangs in the kernel, see /proc/" + pid + "/stack)",
                    null);
        }
    }

    /** Looks again and again: only a parent is told when a process ends, and after a restart that is somebody else. */
    private static boolean gone(UUID uuid, List<OsProcess> processes, Duration timeout) {
        long start = System.nanoTime();
        while (processes.stream().anyMatch(process -> process.state() != State.GONE)) {
            if (System.nanoTime() - start >= timeout.toNanos()) {
                return false;
            }
            try {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new InstanceDriverException(
                        uuid, "interrupted while it was stopped (expected: the next start goes on with it)", stopping);
            }
        }
        return true;
    }

    @Override
    public Set<UUID> list() {
        Set<UUID> known = new TreeSet<>();
        if (Files.isDirectory(instances)) {
            try (Stream<Path> folders = Files.list(instances)) {
                folders.forEach(
                        folder -> known.add(UUID.fromString(folder.getFileName().toString())));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return known;
    }

    /**
     * What the process of an instance does; gone when the number is a stranger's now. A child that lives needs no proof: its number
     * cannot be given to another before the JDK has collected it, and while it replaces itself by another program it has no
     * environment to show.
     */
    @GuardedBy("this")
    private State state(InstanceFolder folder, OsProcess process) {
        State state = process.state();
        Process child = children.get(folder.uuid());
        boolean ours = child != null && child.pid() == process.pid() && child.isAlive();
        return state == State.GONE || ours || folder.owns(process) ? state : State.GONE;
    }

    @GuardedBy("this")
    private void forget(InstanceFolder folder) {
        folder.delete();
        children.remove(folder.uuid());
    }

    private InstanceFolder folder(UUID uuid) {
        return new InstanceFolder(uuid, instances.resolve(uuid.toString()));
    }
}
