package dev.attacca.conformance;

import dev.attacca.error.TransactionAbortedException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Units of work that only say what happens to them: {@code open Bench.rename}, {@code commit Bench.rename}. */
final class CountedUnits implements UnitOfWorkFactory {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger aborts = new AtomicInteger();

    /** Lets the database abort the next commits because of somebody else's transaction. */
    void abort(int commits) {
        aborts.set(commits);
    }

    /** What happened so far, oldest first. */
    List<String> events() {
        return List.copyOf(events);
    }

    @Override
    public OpenUnit open(ObjectContext context, RemotableMethod method) {
        String name = method.qualifiedName() + (method.readOnly() ? " read-only" : "");
        events.add("open " + name);
        return new OpenUnit() {
            @Override
            public <S> S service(Class<S> serviceType) {
                return serviceType.cast(new Shelf("shelf of " + name));
            }

            @Override
            public void commit() {
                if (aborts.getAndDecrement() > 0) {
                    throw new TransactionAbortedException("aborted (expected: another try)", Map.of(), null);
                }
                events.add("commit " + name);
            }

            @Override
            public void close() {
                events.add("close " + name);
            }
        };
    }

    /** The only service there is. */
    record Shelf(String name) {}
}
