package dev.attacca.agent.event;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConfigurationException;
import dev.attacca.object.VersionedObject;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what an agent did, one line of JSON each, complete as soon as the step is done: {@code at}, {@code host}, {@code agent} (its
 * version), {@code action}, and where they apply {@code instance}, {@code version} (of the object as this agent sees it),
 * {@code changed} (sorted field names), {@code facts} and {@code error} ({@code code}, {@code message}).
 *
 * <p>Thread safety: safe for use by several threads.
 */
public final class EventLog implements AutoCloseable {
    /** The name of the standard output. */
    public static final String STANDARD_OUTPUT = "-";

    private static final Logger log = LoggerFactory.getLogger(EventLog.class);

    private final String host;
    private final String agentVersion;

    @GuardedBy("this")
    private final OutputStream out;

    @GuardedBy("this")
    private boolean broken;

    private EventLog(OutputStream out, String host, String agentVersion) {
        this.out = out;
        this.host = host;
        this.agentVersion = agentVersion;
    }

    /**
     * A log in a file, which is made or continued.
     *
     * @param target a file, {@value #STANDARD_OUTPUT} for the standard output, or null for nowhere
     * @param host the agent's host
     * @param agentVersion the agent's version
     * @throws ConfigurationException if the file cannot be written to
     */
    public static EventLog open(@Nullable String target, String host, String agentVersion) {
        if (target == null) {
            return new EventLog(OutputStream.nullOutputStream(), host, agentVersion);
        }
        if (target.equals(STANDARD_OUTPUT)) {
            return new EventLog(standardOutput(), host, agentVersion);
        }
        try {
            OutputStream file =
                    Files.newOutputStream(Path.of(target), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return new EventLog(file, host, agentVersion);
        } catch (IOException refused) {
            throw new ConfigurationException(
                    "events: " + target + " cannot be written: " + refused
                            + " (expected: a file in a folder that exists, or -)",
                    Map.of(),
                    refused);
        }
    }

    private static OutputStream standardOutput() {
        return new FilterOutputStream(System.out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                // The standard output is everybody's.
                flush();
            }
        };
    }

    /** Begins a line; nothing is written before {@link Line#write()}. */
    public Line line(AgentAction action) {
        return new Line(action);
    }

    private synchronized void write(String line) {
        if (broken) {
            return;
        }
        try {
            out.write(line.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException refused) {
            broken = true;
            log.warn(
                    "events: no more lines are written, the agent goes on: {} (expected: a file with room on its disk)",
                    refused.toString());
        }
    }

    /** Closes the file; later lines are lost. */
    @Override
    public synchronized void close() {
        broken = true;
        try {
            out.close();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /**
     * One line in the making.
     *
     * <p>Thread safety: confined to one thread.
     */
    public final class Line {
        private final JsonLine json = new JsonLine();

        private Line(AgentAction action) {
            json.put("at", Instant.now().toString())
                    .put("host", host)
                    .put("agent", agentVersion)
                    .put("action", action.text());
        }

        /** Which instance it is about. */
        @CanIgnoreReturnValue
        public Line instance(UUID uuid) {
            json.put("instance", uuid.toString());
            return this;
        }

        /** In which version the agent sees the object. */
        @CanIgnoreReturnValue
        public Line version(VersionedObject object) {
            json.put("version", object.version().toString());
            return this;
        }

        /** Which fields were written. */
        @CanIgnoreReturnValue
        public Line changed(Collection<String> fields) {
            json.put("changed", fields);
            return this;
        }

        /** Numbers and names that belong to the action, in their order. */
        @CanIgnoreReturnValue
        public Line facts(Map<String, String> facts) {
            json.put("facts", facts);
            return this;
        }

        /** What went wrong: the stable code of our own errors, the class of others. */
        @CanIgnoreReturnValue
        public Line error(Throwable error) {
            json.put("error", Map.of("code", code(error), "message", String.valueOf(error.getMessage())));
            return this;
        }

        /** Writes it. */
        public void write() {
            EventLog.this.write(json.end());
        }
    }

    /** The stable code of one of our own errors, the simple class name of another. */
    public static String code(Throwable error) {
        return error instanceof AttaccaException ours
                ? ours.code()
                : error.getClass().getSimpleName();
    }
}
