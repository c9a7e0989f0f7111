package dev.attacca.transport;

import dev.attacca.codec.CodecKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts while the server runs. Thread safety: every method from any thread. */
final class ServerCounters {
    final LongAdder accepted = new LongAdder();
    final LongAdder secured = new LongAdder();
    final LongAdder calls = new LongAdder();
    final LongAdder inFlight = new LongAdder();
    final LongAdder executed = new LongAdder();
    final LongAdder answered = new LongAdder();
    final LongAdder faults = new LongAdder();
    final LongAdder overloaded = new LongAdder();
    final LongAdder expired = new LongAdder();
    final LongAdder cancelled = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder bytesIn = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final LongAdder acceptPauses = new LongAdder();
    final LongAdder pauses = new LongAdder();
    final LongAdder flushes = new LongAdder();
    final LongAdder parts = new LongAdder();
    private final Map<CloseReason, LongAdder> closed;

    /** By the codec, which is this side's choice: callers add no names. */
    private final Map<String, LongAdder> agreed = new ConcurrentSkipListMap<>();

    ServerCounters() {
        Map<CloseReason, LongAdder> adders = new EnumMap<>(CloseReason.class);
        for (CloseReason reason : CloseReason.values()) {
            adders.put(reason, new LongAdder());
        }
        closed = Collections.unmodifiableMap(adders);
        for (CodecKind kind : CodecKind.values()) {
            agreed.put(kind.wireName(), new LongAdder());
        }
    }

    void agreed(String codec) {
        agreed.computeIfAbsent(codec, first -> new LongAdder()).increment();
    }

    void closed(CloseReason reason) {
        adder(reason).increment();
    }

    TransportCounters read(
            int openConnections, int queuedCalls, int handshakesNow, long requestBytesHeld, long replyBytesHeld) {
        Map<CloseReason, Long> closedNow = new EnumMap<>(CloseReason.class);
        closed.forEach((reason, adder) -> closedNow.put(reason, adder.sum()));
        Map<String, Long> agreedNow = new TreeMap<>();
        agreed.forEach((codec, adder) -> agreedNow.put(codec, adder.sum()));
        return new TransportCounters(
                accepted.sum(),
                openConnections,
                handshakesNow,
                Collections.unmodifiableMap(closedNow),
                secured.sum(),
                Collections.unmodifiableMap(agreedNow),
                calls.sum(),
                queuedCalls,
                inFlight.intValue(),
                executed.sum(),
                answered.sum(),
                faults.sum(),
                overloaded.sum(),
                expired.sum(),
                cancelled.sum(),
                dropped.sum(),
                parts.sum(),
                requestBytesHeld,
                replyBytesHeld,
                acceptPauses.sum(),
                pauses.sum(),
                flushes.sum(),
                bytesIn.sum(),
                bytesOut.sum());
    }

    private LongAdder adder(CloseReason reason) {
        LongAdder adder = closed.get(reason);
        if (adder == null) {
            throw new IllegalStateException("reason: " + reason + " (expected: one that existed at start)");
        }
        return adder;
    }
}
