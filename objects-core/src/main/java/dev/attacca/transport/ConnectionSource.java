package dev.attacca.transport;

import dev.attacca.error.ConnectionLostException;
import dev.attacca.error.Outcome;
import dev.attacca.object.Deadline;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where callers get their connections from: {@link TransportClient} in processes, a loopback in tests.
 *
 * <p>Thread safety: safe for use by many threads.
 *
 * @param <S> what a handshake agrees on
 */
public interface ConnectionSource<S> extends AutoCloseable {
    /**
     * A connection, as soon as there is one; at once when one is at hand. The stage never ends on an event loop, and fails with
     * {@link dev.attacca.error.ConductorUnavailableException} when the deadline passes first, or with what a handshake threw
     * that cannot be helped by trying again.
     */
    CompletionStage<Connection<S>> connection(Deadline deadline);

    /** A connection that is there already, or {@code null} where one has to be waited for. */
    default @Nullable Connection<S> atHand() {
        return null;
    }

    /** As {@link #connection}, waiting for it on the calling thread. */
    Connection<S> connect(Deadline deadline);

    /**
     * Does something with a connection, and does it again with another one when the first one ended before the call was sent:
     * that happens to the unlucky whenever a conductor is restarted, and is safe to repeat. Because another connection may have
     * agreed on something else, the call must be written inside.
     *
     * @param use writes the call, makes it with one of the blocking methods, reads the answer
     */
    default <R extends @Nullable Object> R withConnection(
            Deadline deadline, Function<? super Connection<S>, ? extends R> use) {
        while (true) {
            Connection<S> connection = connect(deadline);
            try {
                return use.apply(connection);
            } catch (ConnectionLostException e) {
                if (e.outcome() != Outcome.REFUSED || deadline.passed()) {
                    throw e;
                }
            }
        }
    }

    /** The connections at hand that take calls now; none is opened for it. */
    List<Connection<S>> connections();

    /** What was done so far, repetitions aside, which are not made here; nothing where nobody counts. */
    default ClientCounters counters() {
        return ClientCounters.NONE;
    }

    /** Ends; a second call does nothing more. */
    @Override
    void close();
}
