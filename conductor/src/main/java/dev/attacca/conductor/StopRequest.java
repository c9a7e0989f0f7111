package dev.attacca.conductor;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns SIGTERM and SIGINT into an end in order with an exit code of our own: the JVM would end with 143 or 130, and while its
 * other threads still run.
 *
 * <p>Thread safety: the main thread and the shutdown hook share it.
 */
final class StopRequest {
    /** What closing may take beyond the grace for calls: pool, embedded server, call log. */
    private static final Duration CLOSING = Duration.ofSeconds(40);

    private static final int UNFINISHED = 1;

    private final Thread main;
    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    @GuardedBy("this")
    private boolean interruptible;

    private volatile @Nullable Integer exitCode;
    private volatile Duration patience = CLOSING;

    private StopRequest(Thread main) {
        this.main = main;
    }

    /** Listens from now on, on behalf of the calling thread. */
    static StopRequest listen() {
        StopRequest request = new StopRequest(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(request::hook, "conductor-stop"));
        return request;
    }

    private void hook() {
        if (exitCode != null) {
            return; // The main thread is done, and its own exit code holds.
        }
        requested.countDown();
        synchronized (this) {
            if (interruptible) {
                main.interrupt();
            }
        }
        boolean inTime = false;
        try {
            inTime = finished.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Integer code = exitCode;
        // From inside a hook only this ends the JVM with another code than the signal's.
        Runtime.getRuntime().halt(inTime && code != null ? code : UNFINISHED);
    }

    /** How long calls may take to finish. */
    void grace(Duration grace) {
        patience = CLOSING.plus(grace);
    }

    /** Whether the main thread may be interrupted by the request: while it starts, and never while it closes. */
    synchronized void interruptible(boolean may) {
        interruptible = may;
        if (!may && requested()) {
            Thread.interrupted();
        }
    }

    boolean requested() {
        return requested.getCount() == 0;
    }

    /** Waits until somebody asks for the end. */
    void await() {
        while (!requested()) {
            try {
                requested.await();
            } catch (InterruptedException nobodyDoesThat) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** The main thread has closed everything; the process ends with this code. */
    int finish(int code) {
        exitCode = code;
        finished.countDown();
        return code;
    }
}
