package dev.attacca.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.attacca.calling.Accounts.Account;
import dev.attacca.conformance.Mode;
import dev.attacca.error.BatchFailedException;
import dev.attacca.error.ConflictException;
import dev.attacca.error.InvalidCallException;
import dev.attacca.error.Outcome;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.error.TransactionAbortedException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.Batch;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.Pending;
import dev.attacca.object.RemotableMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
    /** Counts units of work; aborts the first commits if it is told to. */
    private static final class Units implements UnitOfWorkFactory {
        private final List<String> events = new ArrayList<>();
        private int aborts;

        @Override
        public OpenUnit open(ObjectContext context, RemotableMethod method) {
            OpenUnit nothing = UnitOfWorkFactory.NONE.open(context, method);
            events.add("open");
            return new OpenUnit() {
                @Override
                public <S> S service(Class<S> serviceType) {
                    return nothing.service(serviceType);
                }

                @Override
                public void begin(RemotableMethod called) {
                    events.add(called.name());
                }

                @Override
                public void commit() {
                    if (aborts-- > 0) {
                        throw new TransactionAbortedException("aborted (expected: another try)", Map.of(), null);
                    }
                    events.add("commit");
                }

                @Override
                public void close() {
                    nothing.close();
                }
            };
        }
    }

    private final Units units = new Units();

    private Mode.Line open(Mode mode) {
        return mode.open(Accounts.registry(), Accounts.registry(), units);
    }

    private static Account account(ObjectContext context, String name) {
        Account account = context.create(Account.class);
        account.setName(name);
        account.setBalance(10);
        account.resetChanges();
        return account;
    }

    @ParameterizedTest
    @EnumSource
    void its_calls_are_one_unit_of_work_and_one_round_trip(Mode mode) {
        try (Mode.Line opened = open(mode)) {
            ObjectContext context = opened.context();
            Account a = account(context, "a");
            Account b = account(context, "b");
            b.setBalance(20);
            Batch batch = context.batch();

            Pending<List<Account>> found = batch.call(context.query(Account.Query.class), q -> q.named("x", 2));
            Pending<Long> balance = batch.call(a, account -> account.deposit(1));
            batch.run(b, Account::save);
            Pending<Account> itself = batch.call(b, Account::itself);
            batch.commit();

            assertThat(found.get()).extracting(Account::getName).containsExactly("x0", "x1");
            assertThat(found.get().get(0).deposit(5)).isEqualTo(5);
            assertThat(balance.get().longValue()).isEqualTo(11);
            assertThat(a.getBalance()).isEqualTo(11);
            assertThat(b.changes()).isEmpty();
            assertThat(itself.get()).isSameAs(b);
            assertThat(units.events)
                    .startsWith("open", "named", "deposit", "save", "itself", "commit", "open", "deposit");
            if (mode != Mode.LOCAL) {
                assertThat(opened.messages()).containsExactly("batch", "act");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void later_calls_of_an_object_see_what_earlier_ones_did(Mode mode) {
        try (Mode.Line opened = open(mode)) {
            ObjectContext context = opened.context();
            Account account = account(context, "a");
            Batch batch = context.batch();

            Pending<Long> first = batch.call(account, a -> a.deposit(1));
            batch.run(account, a -> a.rename("b", null));
            Pending<Long> second = batch.call(account, a -> a.deposit(10));
            Pending<String> name = batch.call(account, a -> a.transfer(a, "to"));
            batch.commit();

            assertThat(first.get().longValue()).isEqualTo(11);
            assertThat(second.get().longValue()).isEqualTo(21);
            assertThat(name.get()).isEqualTo("b is itself, to");
            assertThat(account.getBalance()).isEqualTo(21);
            assertThat(account.getName()).isEqualTo("b");
            assertThat(account.changes()).containsExactly("balance", "name");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_fails_undoes_all_of_them_and_is_named(Mode mode) {
        try (Mode.Line opened = open(mode)) {
            ObjectContext context = opened.context();
            Account a = account(context, "a");
            Account b = account(context, "b");
            Batch batch = context.batch();
            Pending<Long> balance = batch.call(a, account -> account.deposit(1));
            batch.run(b, Account::freeze);
            batch.run(a, Account::save);

            BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, batch::commit);

            assertThat(failed)
                    .hasMessage(
                            "batch: call 1 of 3, Account.freeze: Account b: frozen (expected: solvent); read it again"
                                    + " and decide anew")
                    .cause()
                    .isInstanceOfSatisfying(
                            ConflictException.class,
                            conflict -> assertThat(conflict.details()).containsEntry("expected", "solvent"));
            assertThat(failed.call()).isEqualTo(1);
            assertThat(failed.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(failed.details()).containsEntry("method", "Account.freeze");
            assertThat(List.of(a.getBalance(), b.getBalance())).containsExactly(10L, 10L);
            assertThat(a.changes()).isEmpty();
            assertThat(units.events).containsExactly("open", "deposit", "freeze");
            assertThatThrownBy(balance::get)
                    .isInstanceOf(InvalidCallException.class)
                    .hasMessage(
                            "Account.deposit: no result (expected: after its batch was committed and did not fail)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_nobody_foresaw_is_told_without_its_text(Mode mode) {
        try (Mode.Line opened = open(mode)) {
            ObjectContext context = opened.context();
            Batch batch = context.batch();
            batch.run(account(context, "a"), Account::crash);

            BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, batch::commit);

            assertThat(failed.getMessage()).doesNotContain("CANARY");
            assertThat(failed).cause().isInstanceOfSatisfying(RemoteFailureException.class, internal -> {
                assertThat(internal.code()).isEqualTo("INTERNAL");
                assertThat(internal.getMessage()).doesNotContain("CANARY");
            });
            if (mode != Mode.LOCAL) {
                assertThat(failed)
                        .cause()
                        .isInstanceOfSatisfying(
                                RemoteFailureException.class,
                                internal -> assertThat(internal.details()).containsOnlyKeys("incident"))
                        .hasNoCause();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_transaction_that_was_aborted_runs_again_as_a_whole(Mode mode) {
        units.aborts = 2;
        try (Mode.Line opened = open(mode)) {
            ObjectContext context = opened.context();
            Account account = account(context, "a");
            Batch batch = context.batch();
            batch.run(account, a -> a.deposit(1));
            batch.run(account, a -> a.deposit(2));

            batch.commit();

            assertThat(account.getBalance()).isEqualTo(13);
            assertThat(units.events)
                    .containsExactly(
                            "open", "deposit", "deposit", "open", "deposit", "deposit", "open", "deposit", "deposit",
                            "commit");
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_can_be_committed_without_waiting(Mode mode) {
        try (Mode.Line opened = open(mode)) {
            ObjectContext context = opened.context();
            Account account = account(context, "a");
            Batch batch = context.batch();
            Pending<Long> balance = batch.call(account, a -> a.deposit(1));

            batch.commitAsync().toCompletableFuture().join();

            assertThat(balance.get().longValue()).isEqualTo(11);
            assertThat(account.getBalance()).isEqualTo(11);
            account.save();
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_is_used_once_outside_of_bodies_and_within_its_limit(Mode mode) {
        try (Mode.Line opened = open(mode)) {
            ObjectContext context = opened.context();
            Account account = account(context, "a");
            Batch full = context.batch();
            for (int i = 0; i < Batch.MOST_CALLS; i++) {
                full.run(account, a -> a.deposit(1));
            }

            assertThatThrownBy(() -> full.run(account, Account::save))
                    .isInstanceOf(InvalidCallException.class)
                    .hasMessage("batch: 1001 calls (expected: at most 1000); commit it and begin another one");
            full.commit();
            assertThat(account.getBalance()).isEqualTo(1010);
            assertThatThrownBy(full::commit)
                    .isInstanceOf(InvalidCallException.class)
                    .hasMessage("batch: committed before (expected: once); begin another one");
            assertThatThrownBy(account::batchWithin)
                    .isInstanceOf(InvalidCallException.class)
                    .hasMessage(
                            "batch: inside a remotable's body (expected: outside); call one after the other, they are"
                                    + " one unit of work already");
            units.events.clear();
            context.batch().commit();
            assertThat(units.events).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_batch_that_was_begun_outside_is_not_committed_within_a_body(boolean waits) {
        try (Mode.Line opened = open(Mode.LOCAL)) {
            ObjectContext context = opened.context();
            Account account = account(context, "a");
            Account other = account(context, "b");
            Batch batch = context.batch();
            batch.run(other, Account::save);
            Accounts.batch = batch;

            assertThatThrownBy(() -> account.commitWithin(waits))
                    .isInstanceOf(InvalidCallException.class)
                    .hasMessage("batch: committed inside a remotable's body (expected: outside); call one after the"
                            + " other, they are one unit of work already");

            assertThat(account.getBalance()).isEqualTo(10);
            assertThat(units.events).doesNotContain("commit");
            batch.commit();
        }
    }
}
