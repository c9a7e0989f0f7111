package dev.attacca.fleet;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A file that another process appends lines of JSON to, read as it grows. A line counts once its line break is there; a file that
 * is not there yet has no lines.
 *
 * <p>Thread safety: safe for use by several threads.
 */
public final class JsonLines {
    /** How long {@link #await(String, Predicate)} waits. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int BUFFER = 64 * 1024;
    private static final int TAIL = 8;

    private final Path file;
    private final Runnable check;

    @GuardedBy("this")
    private final List<JsonLine> lines = new ArrayList<>();

    @GuardedBy("this")
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();

    @GuardedBy("this")
    private long position;

    private JsonLines(Path file, Runnable check) {
        this.file = file;
        this.check = check;
    }

    /** The lines of a file. */
    public static JsonLines of(Path file) {
        return new JsonLines(file, () -> {});
    }

    /** The lines of a file; waiting ends with what {@code check} throws, such as that its writer is dead. */
    static JsonLines of(Path file, Runnable check) {
        return new JsonLines(file, check);
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** Every line there is by now. */
    public synchronized List<JsonLine> all() {
        return from(0);
    }

    /** How many lines there are by now: a mark for {@link #from} and {@link #awaitFrom}. */
    public synchronized int size() {
        read();
        return lines.size();
    }

    /** The lines there are by now, without the first {@code mark}. */
    public synchronized List<JsonLine> from(int mark) {
        read();
        return List.copyOf(lines.subList(Math.min(mark, lines.size()), lines.size()));
    }

    /** The lines there are by now that meet a condition. */
    public List<JsonLine> matching(Predicate<JsonLine> condition) {
        return all().stream().filter(condition).collect(Collectors.toList());
    }

    /** The first line that meets the condition, there already or within {@link #PATIENCE}. */
    @CanIgnoreReturnValue
    public JsonLine await(String what, Predicate<JsonLine> condition) {
        return awaitFrom(0, what, PATIENCE, condition);
    }

    /** The first line that meets the condition, there already or in time. */
    @CanIgnoreReturnValue
    public JsonLine await(String what, Duration atMost, Predicate<JsonLine> condition) {
        return awaitFrom(0, what, atMost, condition);
    }

    /**
     * The first line after a mark that meets the condition, there already or in time.
     *
     * @param mark how many lines to leave out, see {@link #size()}
     * @param what is waited for, for the message
     * @throws FleetException if it does not come in time, or the process that writes the file is dead
     */
    @CanIgnoreReturnValue
    public JsonLine awaitFrom(int mark, String what, Duration atMost, Predicate<JsonLine> condition) {
        Optional<JsonLine> found = Patience.of(atMost)
                .until(() -> from(mark).stream().filter(condition).findFirst(), Optional::isPresent, check);
        return found.orElseThrow(() -> missing(what, atMost));
    }

    /**
     * The first {@code count} lines that meet the condition.
     *
     * @throws FleetException if there are fewer in time, or the process that writes the file is dead
     */
    @CanIgnoreReturnValue
    public List<JsonLine> awaitCount(int count, String what, Duration atMost, Predicate<JsonLine> condition) {
        List<JsonLine> found =
                Patience.of(atMost).until(() -> matching(condition), matching -> matching.size() >= count, check);
        if (found.size() < count) {
            throw missing(what + ", " + found.size() + " of " + count, atMost);
        }
        return List.copyOf(found.subList(0, count));
    }

    private FleetException missing(String what, Duration atMost) {
        List<JsonLine> read = all();
        String tail = read.subList(Math.max(0, read.size() - TAIL), read.size()).stream()
                .map(JsonLine::raw)
                .collect(Collectors.joining("\n  "));
        return new FleetException(what + ": not seen in " + atMost.toMillis() + " ms (expected: a line in " + file
                + "); of its " + read.size() + " lines the last are\n  " + tail);
    }

    @GuardedBy("this")
    private void read() {
        if (!Files.exists(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(position);
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            while (channel.read(buffer) > 0) {
                buffer.flip();
                position += buffer.remaining();
                append(buffer);
                buffer.clear();
            }
        } catch (NoSuchFileException removed) {
            // Its owner took it away between the two looks: what was read stays.
            return;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + ": cannot be read (expected: a file of this user)", unreadable);
        }
    }

    @GuardedBy("this")
    private void append(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n') {
                lines.add(JsonLine.of(unfinished.toString(StandardCharsets.UTF_8)));
                unfinished.reset();
            } else {
                unfinished.write(next);
            }
        }
    }
}
