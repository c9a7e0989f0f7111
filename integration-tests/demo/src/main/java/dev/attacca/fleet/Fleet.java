package dev.attacca.fleet;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Processes that live and end together, with all their files in one folder. When it is closed, or this JVM ends in whatever way
 * still runs shutdown hooks (its end, SIGTERM, Ctrl-C), nothing of it is left: no conductor, agent, instance, database server or
 * file.
 *
 * <pre>{@code
 * try (Fleet fleet = Fleet.temporary("walk")) {
 *     ConductorProcess conductor = fleet.conductor(ConductorProcess.Options.named("conductor"));
 *     AgentProcess agent = fleet.agent(AgentProcess.Options.of(Release.R1_0, "host-1", conductor.address()));
 *     ...
 * }
 * }</pre>
 *
 * <p>Thread safety: safe for use by several threads.
 */
public final class Fleet implements AutoCloseable {
    private static final Duration AGENT_GRACE = Duration.ofSeconds(4);
    private static final Duration CONDUCTOR_GRACE = Duration.ofSeconds(12);

    private static final int MOST_OF_ONE_NAME = 1_000;

    private final Path folder;
    private final Thread hook = new Thread(this::end, "fleet-end");

    @GuardedBy("this")
    private final List<FleetProcess> processes = new ArrayList<>();

    @GuardedBy("this")
    private boolean ended;

    private Fleet(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * A fleet without processes in a new folder of the system's temporary one.
     *
     * @param name what the folder is called after, and {@link KeptFleets#stop} finds it by
     */
    public static Fleet temporary(String name) {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            Path folder = make(
                    parent.toRealPath(),
                    "attacca-" + name + "-" + ProcessHandle.current().pid());
            // Under root the database server runs as another user, who must get through to its data.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
            KeptFleets.own(folder);
            return new Fleet(folder);
        } catch (IOException refused) {
            throw new UncheckedIOException(
                    "java.io.tmpdir: no folder can be made in " + parent + " (expected: one to write in)", refused);
        }
    }

    /** Short, because people read and type it; numbered where there is one already. */
    private static Path make(Path parent, String name) throws IOException {
        for (int number = 1; ; number++) {
            try {
                return Files.createDirectory(parent.resolve(number == 1 ? name : name + "-" + number));
            } catch (FileAlreadyExistsException taken) {
                if (number == MOST_OF_ONE_NAME) {
                    throw taken;
                }
            }
        }
    }

    /** Where everything of it is written. */
    public Path folder() {
        return folder;
    }

    /** Starts a conductor and waits until it can be called. */
    public ConductorProcess conductor(ConductorProcess.Options options) {
        return launch(options).awaitReady();
    }

    /** Starts a conductor; {@link ConductorProcess#awaitReady()} waits for it. */
    public synchronized ConductorProcess launch(ConductorProcess.Options options) {
        ConductorProcess conductor = new ConductorProcess(options, room(options.name()));
        processes.add(conductor);
        conductor.launch();
        return conductor;
    }

    /** Starts an agent and waits until it has started; it may not have a conductor yet. */
    public AgentProcess agent(AgentProcess.Options options) {
        return launch(options).awaitStarted();
    }

    /** Starts an agent; {@link AgentProcess#awaitStarted()} waits for it. */
    public synchronized AgentProcess launch(AgentProcess.Options options) {
        AgentProcess agent = new AgentProcess(options, room(options.name()));
        processes.add(agent);
        agent.launch();
        return agent;
    }

    @GuardedBy("this")
    private Path room(String name) {
        if (ended) {
            throw new FleetException(name + ": the fleet has ended (expected: a fleet that is open)");
        }
        if (processes.stream().anyMatch(process -> process.name().equals(name))) {
            throw new FleetException(name + ": there is one already (expected: a name of its own); choose another");
        }
        return folder.resolve(name);
    }

    /** Lets go of its processes: they outlive this JVM, until {@link KeptFleets#stop}. */
    public synchronized void keep() {
        Runtime.getRuntime().removeShutdownHook(hook);
        KeptFleets.keep(folder);
        ended = true;
    }

    /** Ends everything and removes the folder. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            // The hook found nothing left to do, or waits for this very method.
            return;
        }
    }

    /** Agents first: a conductor that goes before them would only be called in vain. */
    private synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        List<RuntimeException> failures = new ArrayList<>();
        end(AgentProcess.class, AGENT_GRACE, failures::add);
        end(ConductorProcess.class, CONDUCTOR_GRACE, failures::add);
        try {
            remove(folder);
        } catch (RuntimeException refused) {
            failures.add(refused);
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.subList(1, failures.size()).forEach(first::addSuppressed);
            throw first;
        }
    }

    @GuardedBy("this")
    private void end(Class<? extends FleetProcess> kind, Duration grace, Consumer<RuntimeException> failures) {
        List<? extends FleetProcess> some =
                processes.stream().filter(kind::isInstance).map(kind::cast).toList();
        some.forEach(FleetProcess::terminate);
        for (FleetProcess process : some) {
            try {
                process.end(grace);
            } catch (RuntimeException failure) {
                failures.accept(failure);
            }
        }
    }

    /** Removes a folder with everything in it. */
    static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path file : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(
                    folder + ": cannot be removed (expected: nothing uses it any more)", refused);
        }
    }
}
