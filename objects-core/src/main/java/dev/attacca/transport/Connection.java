package dev.attacca.transport;

import dev.attacca.object.Deadline;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Reply;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;

/**
 * An agreed connection to one conductor. Calls go out in the order in which they are made, answers come in any order.
 *
 * <p>A connection does not last: ask {@link TransportClient} for one before each call. All methods fail with an
 * {@link dev.attacca.error.AttaccaException}, futures with one as their cause, whose outcome says whether the call can have been
 * carried out. The deadline of a {@link Call} is filled in here. Its body becomes the connection's until the answer is there,
 * and the body of a reply is best read with {@code bufferForBody()}, whose array may be larger than the body.
 *
 * <p>Thread safety: safe for use by many threads.
 *
 * @param <S> what was agreed in the handshake
 */
public interface Connection<S> {
    /** What was agreed on this connection; calls must be written, and answers read, by it. */
    S session();

    /** The conductor's address. */
    SocketAddress remoteAddress();

    /** Whether new calls may be sent: it is open, and the conductor has not announced its end. */
    boolean usable();

    /** Calls that were made on it and are not answered yet, those that wait to be sent included. */
    int inFlight();

    /** Calls a method of an object and waits. Interrupting the thread cancels the call. */
    Reply act(Call call, Deadline deadline);

    /** Calls a method of a class and waits. Interrupting the thread cancels the call. */
    Reply query(Call call, Deadline deadline);

    /**
     * Calls a method of an object. The future ends on a thread of the client's callback executor, never on an event loop;
     * cancelling it cancels the call.
     */
    CompletableFuture<Reply> actAsync(Call call, Deadline deadline);

    /** Calls a method of a class, otherwise as {@link #actAsync}. */
    CompletableFuture<Reply> queryAsync(Call call, Deadline deadline);

    /** Makes several calls as one and waits. Interrupting the thread cancels them. */
    Reply batch(Batch batch, Deadline deadline);

    /** Makes several calls as one, otherwise as {@link #actAsync}. */
    CompletableFuture<Reply> batchAsync(Batch batch, Deadline deadline);

    /**
     * Told that a reply of this connection was read, so that its memory can be used again: the reply loses its body, and what was got of that
     * body before is not touched any more. Nobody has to tell; a reply that is kept is left to the garbage collector.
     */
    default void wasRead(Reply reply) {}

    /** Waits until the conductor's event loop has answered; how busy its workers are plays no part. */
    void ping(Deadline deadline);
}
