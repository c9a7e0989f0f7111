package dev.attacca.conductor.calllog;

import dev.attacca.conductor.dispatch.CallObserver;
import dev.attacca.conductor.dispatch.CallRecord;
import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for every call. Whoever calls {@link #called} never waits for the disk: lines go into a bounded queue, from
 * which one thread writes; what does not fit is dropped, counted, and told by the next line that can be written.
 *
 * <p>Thread safety: all methods may be called from any thread.
 */
public final class CallLog implements CallObserver, AutoCloseable {
    /** In place of a file: standard output. */
    public static final String STANDARD_OUTPUT = "-";

    private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);
    private static final int QUEUE = 8_192;
    private static final Duration CLOSING = Duration.ofSeconds(2);
    private static final long LOOK_AGAIN_MILLIS = 200;

    private final Clock clock;
    private final BlockingQueue<Entry> queue;
    private final @Nullable Path file;
    private final LongAdder written = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final AtomicLong untold = new AtomicLong();
    private final Thread writer = new Thread(this::write, "conductor-call-log");
    private volatile boolean closing;
    /** Only the writer uses it; null after a failure, until it can be opened again. */
    private @Nullable OutputStream out;

    private boolean failing;

    /** A call and when it was recorded: the line itself is made by the writer, off the worker. */
    private record Entry(Instant time, CallRecord call) {}

    private CallLog(@Nullable Path file, OutputStream out, Clock clock, int capacity) {
        this.file = file;
        this.out = out;
        this.clock = clock;
        this.queue = new ArrayBlockingQueue<>(capacity);
        writer.setDaemon(true);
    }

    /**
     * Opens a call log.
     *
     * @param target a file, which is appended to, or {@value #STANDARD_OUTPUT}
     * @throws ConfigurationException if the file cannot be opened
     */
    public static CallLog open(String target) {
        return open(target, Clock.systemUTC(), QUEUE);
    }

    static CallLog open(String target, Clock clock, int capacity) {
        CallLog log;
        if (target.equals(STANDARD_OUTPUT)) {
            log = new CallLog(null, System.out, clock, capacity);
        } else {
            Path file = Path.of(target);
            try {
                log = new CallLog(file, append(file), clock, capacity);
            } catch (IOException refused) {
                throw new ConfigurationException(
                        "call-log: " + file + " cannot be written: " + refused
                                + " (expected: a file that may be created or appended to); name another file, or -",
                        Map.of("file", file.toString()),
                        refused);
            }
        }
        log.writer.start();
        return log;
    }

    /** A channel, because a write to it can be interrupted: close() must not wait for a disk that hangs. */
    private static OutputStream append(Path file) throws IOException {
        return Channels.newOutputStream(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }

    @Override
    public void called(CallRecord record) {
        if (closing || !queue.offer(new Entry(clock.instant(), record))) {
            drop(1);
        }
    }

    /** How many lines of calls were written. */
    public long written() {
        return written.sum();
    }

    /** How many calls have no line, because the queue was full or the file could not be written. */
    public long dropped() {
        return dropped.sum();
    }

    private void drop(long lines) {
        dropped.add(lines);
        untold.addAndGet(lines);
    }

    private void write() {
        boolean interrupted = false;
        while (!interrupted && !(closing && queue.isEmpty())) {
            try {
                Entry entry = queue.poll(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
                if (entry != null) {
                    write(entry);
                }
            } catch (InterruptedException gaveUp) {
                interrupted = true;
            }
            interrupted = interrupted || Thread.currentThread().isInterrupted();
        }
        drop(queue.size());
        if (!interrupted) {
            tellDropped();
        }
        closeFile();
    }

    private void write(Entry entry) {
        tellDropped();
        if (put(CallLine.of(entry.time(), entry.call()))) {
            written.increment();
        } else {
            drop(1);
        }
    }

    private void tellDropped() {
        long lines = untold.getAndSet(0);
        if (lines > 0 && !put(CallLine.dropped(clock.instant(), lines))) {
            untold.addAndGet(lines);
        }
    }

    private boolean put(String line) {
        try {
            OutputStream to = out;
            if (to == null) {
                to = reopen();
                out = to;
            }
            // What a full disk cut off must not swallow the line after it.
            String text = failing ? "\n" + line + "\n" : line + "\n";
            to.write(text.getBytes(StandardCharsets.UTF_8));
            if (queue.isEmpty()) {
                to.flush();
            }
            failing = false;
            return true;
        } catch (IOException refused) {
            if (!failing) {
                failing = true;
                LOG.warn(
                        "call-log: {} cannot be written, calls go on without; make room or make it writable",
                        file == null ? "standard output" : file,
                        refused);
            }
            closeFile();
            return false;
        }
    }

    private OutputStream reopen() throws IOException {
        return file == null ? System.out : append(file);
    }

    private void closeFile() {
        OutputStream to = out;
        out = null;
        if (to == null || file == null) {
            return;
        }
        try {
            to.close();
        } catch (IOException refused) {
            LOG.debug("call-log: {} could not be closed", file, refused);
        }
    }

    /** Writes what is queued, for two seconds at most, and ends. A second call does nothing. */
    @Override
    public void close() {
        closing = true;
        boolean interrupted = joinInterrupted(CLOSING);
        if (writer.isAlive()) {
            LOG.warn("call-log: {} lines are given up, since they cannot be written in time", queue.size());
            writer.interrupt();
            interrupted |= joinInterrupted(CLOSING);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean joinInterrupted(Duration patience) {
        try {
            writer.join(patience.toMillis());
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
