package dev.attacca.fleet;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An agent of any release as a process, with its state, its events and the instances it runs.
 *
 * <p>Thread safety: one thread starts and ends it; anybody may ask.
 */
public final class AgentProcess extends FleetProcess {
    private static final Duration START = Duration.ofSeconds(60);

    private final Options options;
    private final JsonLines events;

    /**
     * What to start. Immutable; each method returns a changed copy.
     *
     * @param name unique in its fleet; its files are in a folder of that name
     * @param release of its program and its compute domain
     * @param host whose instances it runs
     * @param conductors addresses {@code host:port}
     * @param classPath jars in addition
     * @param settings by key without dashes; they win over what the fleet chooses
     */
    public record Options(
            String name,
            Release release,
            String host,
            List<String> conductors,
            List<Path> classPath,
            Map<String, String> settings) {
        /** Copies what was given. */
        public Options {
            conductors = List.copyOf(conductors);
            classPath = List.copyOf(classPath);
            settings = Map.copyOf(settings);
        }

        /** An agent that looks after its host ten times a second. */
        public static Options of(Release release, String host, String... conductors) {
            return new Options(
                    "agent-" + host,
                    release,
                    host,
                    List.of(conductors),
                    List.of(),
                    Map.of("poll-interval", "100ms", "heartbeat-interval", "1s"));
        }

        /** The same with another name, for a second agent of one host. */
        public Options name(String other) {
            return new Options(other, release, host, conductors, classPath, settings);
        }

        /** The same with a setting. */
        public Options with(String key, String value) {
            Map<String, String> changed = new LinkedHashMap<>(settings);
            changed.put(key, value);
            return new Options(name, release, host, conductors, classPath, changed);
        }

        /** The same with more jars on its class path. */
        public Options classPath(List<Path> jars) {
            return new Options(name, release, host, conductors, jars, settings);
        }
    }

    AgentProcess(Options options, Path folder) {
        super(options.name(), folder);
        this.options = options;
        this.events = JsonLines.of(folder.resolve("events.jsonl"), this::requireAlive);
    }

    /** Starts it, or starts it again with the same state. Returns at once. */
    public void launch() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("conductor", String.join(",", options.conductors()));
        settings.put("host", options.host());
        settings.put("state-directory", stateDirectory().toString());
        settings.put("events", events.file().toString());
        settings.putAll(options.settings());
        List<Path> classPath = new ArrayList<>(options.release().agentClassPath());
        classPath.addAll(options.classPath());
        launch(classPath, Release.AGENT_MAIN, settings);
    }

    /**
     * Waits until this life of it has started; it may not have a conductor yet.
     *
     * @throws FleetException if it ends before, or takes longer than a minute
     */
    @CanIgnoreReturnValue
    public AgentProcess awaitStarted() {
        String pid = Long.toString(pid());
        events.await(
                name() + " started",
                START,
                line -> line.has("action", "started") && line.object("facts").has("pid", pid));
        return this;
    }

    /** Starts it again, after {@link #stop} or {@link #kill9}, with the same state. Waits until it has started. */
    public void restart() {
        launch();
        awaitStarted();
    }

    /** What it did, over all its lives. */
    public JsonLines events() {
        return events;
    }

    /** The host whose instances it runs. */
    public String host() {
        return options.host();
    }

    /** Its release. */
    public Release release() {
        return options.release();
    }

    /** What it remembers over its lives. */
    public Path stateDirectory() {
        return folder().resolve("state");
    }

    /** The living processes of its instances, whether the agent lives or not. An instance can have several. */
    public Map<ProcessHandle, UUID> instances() {
        return OsProcesses.ofInstances(stateDirectory());
    }

    /** What an agent gave the process of an instance: {@code ATTACCA_INSTANCE_NAME} and so on; empty when it is gone. */
    public static Map<String, String> environment(ProcessHandle instance) {
        return OsProcesses.environment(instance);
    }

    /** Instances outlive their agent on purpose. */
    @Override
    void cleanUp() {
        OsProcesses.kill(instances().keySet());
    }
}
