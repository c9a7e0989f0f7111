package dev.attacca.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.calling.Accounts.Account;
import dev.attacca.conformance.Mode;
import dev.attacca.error.ConflictException;
import dev.attacca.error.InvalidCallException;
import dev.attacca.object.AlternateContext;
import dev.attacca.object.ObjectContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AsyncCallsTest {
    private static Account account(ObjectContext context) {
        Account account = context.create(Account.class);
        account.setName("a");
        account.setBalance(10);
        account.resetChanges();
        return account;
    }

    private static <R extends @Nullable Object> R join(CompletionStage<R> stage) {
        return stage.toCompletableFuture().join();
    }

    @ParameterizedTest
    @EnumSource
    void every_shape_of_call_is_named_without_a_cast(Mode mode) {
        try (Mode.Line opened = mode.open(Accounts.registry())) {
            ObjectContext context = opened.context();
            Account account = account(context);
            Account.Query query = context.query(Account.Query.class);

            CompletionStage<Long> balance = context.callAsync(account, a -> a.deposit(5));
            assertThat(join(balance).longValue()).isEqualTo(15);
            assertThat(account.getBalance()).isEqualTo(15);
            assertThat(join(context.callAsync(account, Account::itself))).isSameAs(account);
            CompletionStage<Boolean> unremarked = context.callAsync(account, a -> a.rename("b", null));
            assertThat(join(unremarked).booleanValue()).isTrue();
            assertThat(account.getName()).isEqualTo("b");
            assertThat(join(context.runAsync(account, Account::save))).isNull();
            assertThat(account.changes()).isEmpty();
            assertThat(join(context.runAsync(account, a -> a.deposit(5)))).isNull();
            assertThat(account.getBalance()).isEqualTo(20);
            assertThat(join(context.runAsync(account, Account::itself))).isNull();
            CompletionStage<List<Account>> found = context.callAsync(query, q -> q.named("x", 3));
            assertThat(join(found)).extracting(Account::getName).containsExactly("x0", "x1", "x2");
            assertThat(join(context.callAsync(query, Account.Query::none))).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_error_completes_the_stage_as_the_blocking_call_would_throw_it(Mode mode) {
        try (Mode.Line opened = mode.open(Accounts.registry())) {
            ObjectContext context = opened.context();
            Account account = account(context);

            CompletableFuture<@Nullable Void> stage =
                    context.runAsync(account, Account::freeze).toCompletableFuture();

            assertThatThrownBy(stage::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(ConflictException.class)
                    .hasMessage("Account a: frozen (expected: solvent); read it again and decide anew");
            assertThat(account.getBalance()).isEqualTo(10);
            assertThat(account.changes()).isEmpty();
            assertThat(account.deposit(1)).isEqualTo(11);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_function_that_does_not_call_exactly_one_remotable_of_its_receiver_is_refused(Mode mode) {
        try (Mode.Line opened = mode.open(Accounts.registry())) {
            ObjectContext context = opened.context();
            Account account = account(context);
            Account other = account(context);

            assertThatThrownBy(() -> context.callAsync(account, Account::getName))
                    .isInstanceOf(InvalidCallException.class)
                    .hasMessage("Account: no remotable called (expected: one); getters, setters and other methods need"
                            + " no answer");
            assertThatThrownBy(() -> context.runAsync(account, a -> {
                        a.deposit(1);
                        a.save();
                    }))
                    .isInstanceOf(InvalidCallException.class)
                    .hasMessage(
                            "Account.save: called after Account.deposit (expected: one remotable); make two calls of"
                                    + " them, or a batch");
            assertThatThrownBy(() -> context.runAsync(account, a -> other.save()))
                    .isInstanceOf(InvalidCallException.class)
                    .hasMessage("Account.save: called on another object (expected: one remotable of the object that was"
                            + " given); call it before");
            assertThatThrownBy(() -> context.callAsync(account, a -> a.deposit(1) + 1))
                    .isInstanceOf(InvalidCallException.class)
                    .hasMessage("Account.deposit: its result was used before it is there (expected: only the call); put"
                            + " the rest into thenApply");
            assertThatThrownBy(() -> context.callAsync(
                            context.query(Account.Query.class),
                            q -> q.named("x", 1).size()))
                    .isInstanceOf(InvalidCallException.class)
                    .hasMessageStartingWith("Account.Query.named: after the call came java.lang.NullPointerException")
                    .hasCauseInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> context.callAsync(account, a -> a.rename(String.valueOf(a.getOwner()), null)))
                    .isInstanceOf(InvalidCallException.class)
                    .hasMessage(
                            "Account.loadOwner: a lazy field was read within the function (expected: only the call);"
                                    + " read the field before");
            assertThatThrownBy(() -> context.runAsync(account(opened.context()), Account::save))
                    .isInstanceOf(InvalidCallException.class)
                    .hasMessage("Account: bound to another context (expected: an object of the context that is asked);"
                            + " use its context()");
            assertThatThrownBy(() -> context.callAsync(account, a -> {
                        throw new IllegalArgumentException("mine");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(opened.messages()).isEmpty();
            assertThat(account.getOwner()).isEqualTo("owner of a");
        }
    }

    @ParameterizedTest
    @EnumSource
    void within_a_body_it_runs_in_place_in_the_same_unit_of_work(Mode mode) {
        try (Mode.Line opened = mode.open(Accounts.registry())) {
            Account account = account(opened.context());

            account.depositBoth(4);

            assertThat(account.getBalance()).isEqualTo(18);
            assertThat(opened.messages()).hasSizeLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SOCKET.*", mode = EnumSource.Mode.MATCH_ALL)
    void the_calling_thread_goes_on_and_the_object_is_reserved_for_the_call(Mode mode) throws Exception {
        Accounts.gate = new CountDownLatch(1);
        try (Mode.Line opened = mode.open(Accounts.registry())) {
            ObjectContext context = opened.context();
            Account account = account(context);
            Account free = account(context);

            CompletableFuture<@Nullable Void> stage =
                    context.runAsync(account, Account::waitForGate).toCompletableFuture();

            assertThat(free.deposit(1)).isEqualTo(11);
            assertThat(stage).isNotDone();
            assertThatThrownBy(account::save)
                    .isInstanceOf(InvalidCallException.class)
                    .hasMessage("Account: a call of this object is on its way (expected: one at a time); go on when its"
                            + " stage completes");
            assertThatThrownBy(() -> context.runAsync(account, Account::save)).isInstanceOf(InvalidCallException.class);
            Accounts.gate.countDown();
            stage.get();
            assertThat(account.getBalance()).isEqualTo(11);
            account.save();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SOCKET.*", mode = EnumSource.Mode.MATCH_ALL)
    void answers_are_handled_on_threads_that_may_block(Mode mode) {
        try (Mode.Line opened = mode.open(Accounts.registry())) {
            ObjectContext context = opened.context();
            Account account = account(context);

            String thread = join(context.callAsync(account, a -> a.deposit(1))
                    .thenApplyAsync(balance -> Thread.currentThread().getName(), Runnable::run));

            assertThat(thread).doesNotContain("attacca-io");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SOCKET.*", mode = EnumSource.Mode.MATCH_ALL)
    void cancelling_the_stage_frees_the_object_and_applies_no_answer(Mode mode) throws Exception {
        Accounts.gate = new CountDownLatch(1);
        Accounts.waiting = new CountDownLatch(1);
        try (Mode.Line opened = mode.open(Accounts.registry())) {
            ObjectContext context = opened.context();
            Account account = account(context);
            CompletableFuture<@Nullable Void> stage =
                    context.runAsync(account, Account::waitForGate).toCompletableFuture();
            Accounts.waiting.await();

            assertThat(stage.cancel(true)).isTrue();

            assertThat(stage).isCancelled();
            Accounts.gate.countDown();
            assertThat(account.deposit(1)).isEqualTo(11);
            assertThat(account.getBalance()).isEqualTo(11);
        }
    }

    /** Every way in which somebody else than the answer may end a stage. */
    enum Outsider {
        TIMEOUT {
            @Override
            void end(CompletableFuture<@Nullable Void> stage) {
                stage.orTimeout(1, TimeUnit.MILLISECONDS);
            }
        },
        TIMEOUT_WITH_VALUE {
            @Override
            void end(CompletableFuture<@Nullable Void> stage) {
                stage.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS);
            }
        },
        VALUE {
            @Override
            void end(CompletableFuture<@Nullable Void> stage) {
                stage.complete(null);
            }
        },
        VALUE_FROM_ELSEWHERE {
            @Override
            void end(CompletableFuture<@Nullable Void> stage) {
                stage.completeAsync(() -> null);
            }
        },
        FAILURE {
            @Override
            void end(CompletableFuture<@Nullable Void> stage) {
                stage.completeExceptionally(new IllegalStateException("mine"));
            }
        },
        FORCE {
            @Override
            void end(CompletableFuture<@Nullable Void> stage) {
                stage.obtrudeValue(null);
            }
        };

        abstract void end(CompletableFuture<@Nullable Void> stage);
    }

    @ParameterizedTest
    @EnumSource
    void whoever_ends_the_stage_frees_the_object_and_no_answer_is_applied(Outsider outsider) throws Exception {
        Accounts.gate = new CountDownLatch(1);
        Accounts.waiting = new CountDownLatch(1);
        try (Mode.Line opened = Mode.SOCKET.open(Accounts.registry())) {
            ObjectContext context = opened.context();
            Account account = account(context);
            CompletableFuture<@Nullable Void> stage =
                    context.runAsync(account, Account::waitForGate).toCompletableFuture();
            Accounts.waiting.await();

            outsider.end(stage);

            assertThat(stage.handle((value, failure) -> true).get()).isTrue();
            Accounts.gate.countDown();
            assertThat(account.deposit(5)).isEqualTo(15);
            assertThat(account.getBalance()).isEqualTo(15);
        }
    }

    @Test
    void a_call_on_its_way_is_known_under_every_context() throws Exception {
        Accounts.gate = new CountDownLatch(1);
        try (Mode.Line opened = Mode.SOCKET.open(Accounts.registry())) {
            ObjectContext context = opened.context();
            Account account = account(context);
            CompletableFuture<@Nullable Void> stage =
                    context.runAsync(account, Account::waitForGate).toCompletableFuture();

            try (AlternateContext elevated = account.alternateContext(context.elevated())) {
                assertThat(elevated.context()).isNotSameAs(context);
                assertThatThrownBy(account::save)
                        .isInstanceOf(InvalidCallException.class)
                        .hasMessageStartingWith("Account: a call of this object is on its way");
            }
            Accounts.gate.countDown();
            stage.get();
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobody_ends_a_stage_that_has_its_answer(Mode mode) throws Exception {
        try (Mode.Line opened = mode.open(Accounts.registry())) {
            ObjectContext context = opened.context();
            Account account = account(context);
            CompletableFuture<Long> stage =
                    context.callAsync(account, a -> a.deposit(5)).toCompletableFuture();
            assertThat(stage.get()).isEqualTo(15);

            assertThat(stage.complete(1L)).isFalse();
            assertThat(stage.completeExceptionally(new IllegalStateException("mine")))
                    .isFalse();
            assertThat(stage.cancel(true)).isFalse();
            assertThat(stage.get()).isEqualTo(15);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SOCKET.*", mode = EnumSource.Mode.MATCH_ALL)
    void what_is_asked_again_is_what_was_asked_first(Mode mode) throws Exception {
        try (Mode.Line opened = mode.open(Accounts.registry())) {
            ObjectContext context = opened.context();
            Account account = account(context);
            // The first call finds the connection that the next one is written for at once.
            account.save();
            Accounts.gate = new CountDownLatch(1);
            Accounts.waiting = new CountDownLatch(1);

            CompletableFuture<String> stage =
                    context.callAsync(account, Account::secondTime).toCompletableFuture();
            Accounts.waiting.await();
            account.setName("nobody may do that now");
            Accounts.gate.countDown();

            assertThat(stage.get()).isEqualTo("a with 10");
            assertThat(opened.messages()).hasSize(3);
        }
    }
}
