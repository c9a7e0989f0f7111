package dev.attacca.transport;

import java.util.concurrent.atomic.LongAdder;

/** Counts while a client runs. Thread safety: every method from any thread. */
final class ClientTally {
    final LongAdder attempts = new LongAdder();
    final LongAdder agreed = new LongAdder();
    final LongAdder calls = new LongAdder();
    final LongAdder answered = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder expired = new LongAdder();
    final LongAdder parts = new LongAdder();
    final LongAdder flushes = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    final LongAdder bytesIn = new LongAdder();

    /** Counts what waiting for an answer came to; of one that timed out for its caller before, the caller counts. */
    void ended(PendingCall.End end) {
        if (end instanceof PendingCall.End.Answered) {
            answered.increment();
        } else if (end instanceof PendingCall.End.Broken) {
            lost.increment();
        } else if (end instanceof PendingCall.End.TimedOut) {
            expired.increment();
        }
    }

    ClientCounters read(int connectionsNow, int pendingNow) {
        return new ClientCounters(
                attempts.sum(),
                agreed.sum(),
                connectionsNow,
                calls.sum(),
                pendingNow,
                answered.sum(),
                lost.sum(),
                expired.sum(),
                0,
                parts.sum(),
                flushes.sum(),
                bytesOut.sum(),
                bytesIn.sum());
    }
}
