package dev.attacca.transport;

import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time without a connection, of one seat or of all: since when, how often one was tried for, what came of it last, and
 * what the log was told.
 *
 * <p>Thread safety: confined to whoever guards it.
 */
final class Outage {
    // The front door's name: whoever reads the log knows that one.
    private static final Logger LOG = LoggerFactory.getLogger(TransportClient.class);

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

    /**
     * Says once what is wrong, as soon as anything failed.
     *
     * @param served whether another connection takes the calls
     */
    void tell(boolean served) {
        if (failures == 0 || told) {
            return;
        }
        told = true;
        String reason = last == null ? "" : String.valueOf(last.getMessage());
        if (served) {
            LOG.warn("a connection is missing: {}; another one serves, trying again until there is one", reason);
        } else if (reached) {
            LOG.warn("no agreement with the conductor: {}; trying again until there is one", reason);
        } else {
            LOG.warn(
                    "no conductor yet: {}; trying again until there is one (is it started, and is the address right?)",
                    reason);
        }
    }

    /** Says that it is over. */
    void over(SocketAddress conductor) {
        LOG.info("connected to the conductor at {}, attempt {}, after {} ms", conductor, failures + 1, millis());
    }

    int failures() {
        return failures;
    }

    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    }

    /** What the last attempt failed with; null when none has failed. */
    @Nullable
    Throwable last() {
        return last;
    }
}
