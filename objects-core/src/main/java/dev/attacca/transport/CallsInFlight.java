package dev.attacca.transport;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection whose answers are not written to their end.
 *
 * <p>Thread safety: confined to the event loop of its connection.
 */
final class CallsInFlight {
    private final ServerCounters counters;
    private final IntObjectMap<ServerCall> calls = new IntObjectHashMap<>();
    private long requestBytes;

    CallsInFlight(ServerCounters counters) {
        this.counters = counters;
    }

    int size() {
        return calls.size();
    }

    boolean has(int seqid) {
        return calls.containsKey(seqid);
    }

    @Nullable
    ServerCall get(int seqid) {
        return calls.get(seqid);
    }

    /** The size of the messages that ask. */
    long requestBytes() {
        return requestBytes;
    }

    void begin(ServerCall call) {
        calls.put(call.message.seqid(), call);
        requestBytes += call.message.frameBytes();
        counters.inFlight.increment();
    }

    /** A worker is done with the call, or none takes it; its answer may still be on its way. */
    void ran(ServerCall call) {
        requestBytes -= call.message.frameBytes();
    }

    void end(ServerCall call) {
        calls.remove(call.message.seqid());
        counters.inFlight.decrement();
    }
}
