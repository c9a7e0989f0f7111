package dev.attacca.transport;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the time without a connection: since when, how often one was tried for, and what came of it last.
 *
 * <p>Thread safety: confined to whoever guards it.
 */
final class Outage {
    private final long since = System.nanoTime();
    private int failures;
    private boolean told;
    private boolean reached;
    private @Nullable Throwable last;

    /**
     * Another attempt failed.
     *
     * @param atConductor whether a conductor was reached, and the handshake failed
     */
    void failed(Throwable failure, boolean atConductor) {
        failures++;
        last = failure;
        reached = atConductor;
    }

    /** True once, as soon as there is something to tell. */
    boolean tell() {
        boolean first = failures > 0 && !told;
        told |= first;
        return first;
    }

    int failures() {
        return failures;
    }

    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    }

    /** Whether the last attempt got as far as the handshake. */
    boolean reached() {
        return reached;
    }

    /** What the last attempt failed with; null when none has failed. */
    @Nullable
    Throwable last() {
        return last;
    }

    /** The same in words; empty when none has failed. */
    String reason() {
        Throwable known = last;
        return known == null ? "" : String.valueOf(known.getMessage());
    }
}
