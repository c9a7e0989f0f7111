package dev.attacca.conductor.dispatch;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.ConflictException;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A domain without a store. */
final class Counting implements ObjectDomain {
    /** Counted down by a body that {@link Counter#hold holds}. */
    static volatile CountDownLatch holding = new CountDownLatch(0);

    /** What such a body waits for. */
    static volatile CountDownLatch released = new CountDownLatch(0);

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody counted down");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Counter.class);
    }

    static ObjectRegistry registry() {
        return ObjectRegistry.builder().add(new Counting()).build();
    }

    @Versioned("1.0")
    abstract static class Counter extends VersionedObject {
        @Key
        public abstract String getName();

        public abstract void setName(String name);

        public abstract long getCount();

        public abstract void setCount(long count);

        @Remotable
        public long add(long more) {
            setCount(getCount() + more);
            return getCount();
        }

        @Remotable
        public void look() {
            getCount();
        }

        @Remotable(sends = Remotable.Sends.KEY_AND_CHANGES)
        public void save() {
            resetChanges();
        }

        @Remotable
        public Counter twice() {
            add(getCount());
            return this;
        }

        @Remotable
        public void conflict() {
            setCount(-1);
            throw ConflictException.expected("Counter " + getName(), "calm", "busy");
        }

        @Remotable
        public void crash() {
            setCount(-1);
            throw new IllegalStateException("SELECT secret FROM accounts");
        }

        @Remotable
        public void hold() {
            setCount(getCount() + 1);
            holding.countDown();
            await(released);
        }

        @Remotable
        public void overflow() {
            throw new StackOverflowError();
        }

        abstract static class Query extends ObjectQuery<Counter> {
            @Remotable(readOnly = true)
            public List<Counter> some(int howMany) {
                return java.util.stream.IntStream.range(0, howMany)
                        .mapToObj(i -> {
                            Counter counter = context().create(Counter.class);
                            counter.setName("c" + i);
                            counter.setCount(i);
                            counter.resetChanges();
                            return counter;
                        })
                        .toList();
            }
        }
    }
}
