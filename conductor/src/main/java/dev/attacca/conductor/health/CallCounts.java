package dev.attacca.conductor.health;

import dev.attacca.conductor.dispatch.CallObserver;
import dev.attacca.conductor.dispatch.CallRecord;
import dev.attacca.transport.CallControl;
import dev.attacca.transport.ServerSession;
import dev.attacca.transport.SessionFactory;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.Welcome;
import dev.attacca.transport.thrift.WireFault;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls: those that run now, by standing in front of the sessions, and those that ended, by outcome.
 *
 * <p>Thread safety: all methods may be called from any thread.
 */
public final class CallCounts implements CallObserver {
    /** Domains name outcomes of their own; what is beyond so many is counted together. */
    private static final int MOST_OUTCOMES = 100;

    private static final String OTHER = "other";

    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();

    @Override
    public void called(CallRecord call) {
        String outcome =
                outcomes.size() < MOST_OUTCOMES || outcomes.containsKey(call.outcome()) ? call.outcome() : OTHER;
        outcomes.computeIfAbsent(outcome, unseen -> new LongAdder()).increment();
    }

    /** Calls whose body runs now; a batch is one. */
    public int inFlight() {
        return inFlight.get();
    }

    /** How many calls ended how, by outcome, sorted. */
    public Map<String, Long> outcomes() {
        Map<String, Long> read = new TreeMap<>();
        outcomes.forEach((outcome, count) -> read.put(outcome, count.sum()));
        return read;
    }

    /** The same sessions, counted. */
    public SessionFactory counting(SessionFactory sessions) {
        return peer -> new CountedSession(sessions.open(peer));
    }

    /** A session whose calls are counted while they run. */
    private final class CountedSession implements ServerSession {
        private final ServerSession session;

        CountedSession(ServerSession session) {
            this.session = session;
        }

        @Override
        public Welcome hello(Hello hello) throws WireFault {
            return session.hello(hello);
        }

        @Override
        public @Nullable Object methodOf(Call call, boolean onQuery) {
            return session.methodOf(call, onQuery);
        }

        @Override
        public Reply act(Call call, CallControl control) throws WireFault {
            inFlight.incrementAndGet();
            try {
                return session.act(call, control);
            } finally {
                inFlight.decrementAndGet();
            }
        }

        @Override
        public Reply query(Call call, CallControl control) throws WireFault {
            inFlight.incrementAndGet();
            try {
                return session.query(call, control);
            } finally {
                inFlight.decrementAndGet();
            }
        }

        @Override
        public Reply batch(Batch batch, CallControl control) throws WireFault {
            inFlight.incrementAndGet();
            try {
                return session.batch(batch, control);
            } finally {
                inFlight.decrementAndGet();
            }
        }

        @Override
        public void closed() {
            session.closed();
        }
    }
}
