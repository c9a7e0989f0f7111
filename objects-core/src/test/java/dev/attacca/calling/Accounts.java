package dev.attacca.calling;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.BusyException;
import dev.attacca.error.ConflictException;
import dev.attacca.object.Batch;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A domain without a store, whose bodies can be made to wait. */
final class Accounts implements ObjectDomain {
    /** What {@link Account#waitForGate} waits for; a test that uses it puts its own here. */
    static volatile CountDownLatch gate = new CountDownLatch(0);

    /** Counted down by every body that waits. */
    static volatile CountDownLatch waiting = new CountDownLatch(0);

    /** What {@link Account#commitWithin} commits. */
    static @Nullable Batch batch;

    @Override
    public String name() {
        return "accounts";
    }

    @Override
    public List<Class<? extends VersionedObject>> types() {
        return List.of(Account.class);
    }

    static ObjectRegistry registry() {
        return ObjectRegistry.builder().add(new Accounts()).build();
    }

    @Versioned("1.0")
    abstract static class Account extends VersionedObject {
        @Key
        public abstract String getName();

        public abstract void setName(String name);

        public abstract long getBalance();

        public abstract void setBalance(long balance);

        @Lazy
        public abstract @Nullable String getOwner();

        @Remotable(readOnly = true)
        protected @Nullable String loadOwner() {
            return "owner of " + getName();
        }

        @Remotable
        public long deposit(long amount) {
            setBalance(getBalance() + amount);
            return getBalance();
        }

        @Remotable
        public void save() {
            resetChanges();
        }

        @Remotable
        public Account itself() {
            return this;
        }

        @Remotable
        public boolean rename(String name, @Nullable String remark) {
            setName(name);
            return remark == null;
        }

        @Remotable
        public void freeze() {
            setBalance(-1);
            throw ConflictException.expected("Account " + getName(), "solvent", "frozen");
        }

        @Remotable
        public void crash() {
            setBalance(-1);
            throw new IllegalStateException("CANARY");
        }

        @Remotable
        public void batchWithin() {
            context().batch();
        }

        /** Commits a batch that its caller began: in place only, where both know the same one. */
        @Remotable
        public void commitWithin(boolean waits) {
            setBalance(getBalance() + 1);
            Batch begun = java.util.Objects.requireNonNull(batch);
            if (waits) {
                begun.commit();
            } else {
                var unused = begun.commitAsync();
            }
        }

        @Remotable
        public String transfer(Account other, String remark) {
            other.setBalance(other.getBalance());
            return getName() + (other == this ? " is itself, " : " is another, ") + remark;
        }

        @Remotable
        public void depositBoth(long amount) {
            context()
                    .runAsync(this, account -> account.deposit(amount))
                    .toCompletableFuture()
                    .join();
            deposit(amount);
        }

        @Remotable
        public void waitForGate() {
            setBalance(getBalance() + 1);
            waiting.countDown();
            await(gate);
        }

        /** Is busy the first time that it is asked since the gate was put there, after it was opened. */
        @Remotable
        public String secondTime() {
            if (waiting.getCount() > 0) {
                waiting.countDown();
                await(gate);
                throw new BusyException("account: busy (expected: free); ask again", Map.of(), null);
            }
            return getName() + " with " + getBalance();
        }

        abstract static class Query extends ObjectQuery<Account> {
            @Remotable(readOnly = true)
            public List<Account> named(String prefix, int howMany) {
                return IntStream.range(0, howMany)
                        .mapToObj(i -> {
                            Account account = context().create(Account.class);
                            account.setName(prefix + i);
                            account.setBalance(i);
                            account.resetChanges();
                            return account;
                        })
                        .toList();
            }

            @Remotable(readOnly = true)
            public @Nullable Account none() {
                return null;
            }
        }
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody opened the gate");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
