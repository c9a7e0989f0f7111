package dev.attacca.transport;

import dev.attacca.error.OverloadedException;
import dev.attacca.object.Deadline;
import io.netty.buffer.ByteBuf;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.thrift.TSerializable;
import org.apache.thrift.protocol.TMessageType;

/**
 * How many calls of one connection are made and not ended, within what the caller allows itself, and what they take: a sequence
 * id each, and until they are sent the bytes of their requests.
 *
 * <p>Thread safety: safe for use by many threads.
 */
final class PendingCalls {
    private final ClientOptions options;
    private final SocketAddress peer;
    private final RequestWriter writer;
    private final ClientTally tally;
    private final SequenceIds seqids = new SequenceIds();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong unsentBytes = new AtomicLong();

    PendingCalls(ClientOptions options, SocketAddress peer, RequestWriter writer, ClientTally tally) {
        this.options = options;
        this.peer = peer;
        this.writer = writer;
        this.tally = tally;
    }

    /** Calls that are not answered yet, also those that were given up after they were sent. */
    int count() {
        return count.get();
    }

    /**
     * Writes a call.
     *
     * @throws OverloadedException when there are too many, or too many bytes of them
     */
    PendingCall make(String name, TSerializable arguments, Deadline deadline) {
        int ahead = count.getAndIncrement();
        int seqid = 0;
        boolean complete = false;
        try {
            if (ahead >= options.maxPending()) {
                throw tooMany("calls pending to " + peer + ": " + (ahead + 1) + " (expected: at most "
                        + options.maxPending() + "); wait for answers before calling more");
            }
            seqid = seqids.take();
            ByteBuf request = writer.frame(name, TMessageType.CALL, seqid, arguments);
            charge(request);
            PendingCall call = new PendingCall(name, seqid, request, deadline);
            complete = true;
            tally.calls.increment();
            return call;
        } finally {
            if (!complete) {
                ended(seqid);
            }
        }
    }

    /** The request of a call was sent or thrown away. */
    void left(PendingCall call) {
        unsentBytes.addAndGet(-call.requestBytes);
    }

    /** A call has ended for both sides; its id is free for another one. */
    void ended(PendingCall call) {
        ended(call.seqid);
    }

    /** A call that was made and will never be offered. */
    void abandoned(PendingCall call) {
        call.giveUp();
        if (call.discard()) {
            left(call);
        }
        ended(call);
    }

    /** First the id, then the count: whoever may call finds an id. */
    private void ended(int seqid) {
        if (seqid != 0) {
            seqids.free(seqid);
        }
        count.decrementAndGet();
    }

    private void charge(ByteBuf request) {
        int bytes = request.readableBytes();
        long unsent = unsentBytes.addAndGet(bytes);
        if (unsent > options.maxPendingBytes()) {
            unsentBytes.addAndGet(-bytes);
            request.release();
            throw tooMany("bytes of calls unsent to " + peer + ": " + unsent + " (expected: at most "
                    + options.maxPendingBytes() + "); wait for answers before calling more");
        }
    }

    private static OverloadedException tooMany(String what) {
        return new OverloadedException(OverloadedException.TOO_MANY_IN_FLIGHT, what, Map.of(), null);
    }
}
