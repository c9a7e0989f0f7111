package dev.attacca.indirection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.Attacca;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.TransactionAbortedException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LocalIndirectionTest {
    static final class Counters implements ObjectDomain {
        @Override
        public String name() {
            return "counters";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Counter.class);
        }
    }

    @Versioned("1.0")
    abstract static class Counter extends VersionedObject {
        public abstract int getCount();

        public abstract void setCount(int count);

        public abstract @Nullable Counter getNext();

        public abstract void setNext(@Nullable Counter next);

        @Remotable
        public List<Counter> elevatedNext() {
            setNext(context().elevated().create(Counter.class));
            return List.of(context().elevated().create(Counter.class));
        }

        @Remotable
        public int addTo(List<Counter> others) {
            setCount(getCount() + 1);
            others.forEach(other -> other.setCount(other.getCount() + 1));
            return others.get(0).getCount();
        }
    }

    /** Units whose first commits the database aborts. */
    private static final class Aborting implements UnitOfWorkFactory {
        private int aborts;

        Aborting(int aborts) {
            this.aborts = aborts;
        }

        @Override
        public OpenUnit open(ObjectContext context, RemotableMethod method) {
            OpenUnit nothing = UnitOfWorkFactory.NONE.open(context, method);
            return new OpenUnit() {
                @Override
                public <S> S service(Class<S> serviceType) {
                    return nothing.service(serviceType);
                }

                @Override
                public void commit() {
                    if (aborts-- > 0) {
                        throw new TransactionAbortedException("aborted (expected: another try)", Map.of(), null);
                    }
                }

                @Override
                public void close() {
                    nothing.close();
                }
            };
        }
    }

    @Test
    void a_body_that_runs_again_finds_receiver_and_arguments_as_they_came() {
        ObjectRegistry registry = ObjectRegistry.builder().add(new Counters()).build();
        ObjectContext context = Attacca.local(registry, new Aborting(2)).context(RequestContext.create());
        Counter receiver = context.create(Counter.class);
        Counter argument = context.create(Counter.class);
        receiver.setCount(10);
        argument.setCount(20);

        int seen = receiver.addTo(List.of(argument));

        assertThat(receiver.getCount()).isEqualTo(11);
        assertThat(seen).isEqualTo(21);
        assertThat(argument.getCount()).as("a body has its own copy").isEqualTo(20);
    }

    @Test
    void what_a_body_made_under_its_elevated_context_is_bound_to_the_callers() {
        ObjectRegistry registry = ObjectRegistry.builder().add(new Counters()).build();
        ObjectContext context = Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
        ObjectContext others = context.withoutLazyLoads();
        Counter receiver = context.create(Counter.class);
        Counter kept = others.create(Counter.class);

        List<Counter> returned = receiver.elevatedNext();
        Counter next = Objects.requireNonNull(receiver.getNext());

        assertThat(returned.get(0).context()).isSameAs(context);
        assertThat(next.context()).isSameAs(context);
        next.setNext(kept);
        next.setCount(0);
        receiver.setCount(0);
        next.addTo(List.of(receiver));
        assertThat(kept.context()).as("what was there before stays as it was").isSameAs(others);
    }
}
