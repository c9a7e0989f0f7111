package dev.attacca.conformance;

import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Units of work that only say what happens to them: {@code open Bench.rename}, {@code commit Bench.rename}. */
final class CountedUnits implements UnitOfWorkFactory {
    private final List<String> events = new CopyOnWriteArrayList<>();

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
