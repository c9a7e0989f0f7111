package dev.attacca.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.conformance.Mode;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConflictException;
import dev.attacca.error.DomainException;
import dev.attacca.error.ErrorCode;
import dev.attacca.error.NotFoundException;
import dev.attacca.error.Outcome;
import dev.attacca.error.RegistryException;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DomainErrorsTest {
    /** The errors of a release, and what its tills can do. */
    private record Shop(List<Class<? extends DomainException>> errors, Class<? extends VersionedObject> till)
            implements ObjectDomain {
        @Override
        public String name() {
            return "shop";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(till);
        }

        ObjectRegistry registry() {
            return ObjectRegistry.builder().add(this).build();
        }
    }

    private static final ObjectRegistry NEW =
            new Shop(List.of(TooDearException.class, TillShutException.class), Till.class).registry();

    /** A release before the till could be shut, whose price had no currency. */
    private static final ObjectRegistry OLD = new Shop(List.of(TooDear.class), Till.class).registry();

    /** A release that knows no errors. */
    private static final ObjectRegistry OLDEST = new Shop(List.of(), Till.class).registry();

    @ErrorCode(value = "TOO_DEAR", refines = ConflictException.CODE, retryable = false)
    static final class TooDearException extends DomainException {
        private static final long serialVersionUID = 1L;

        TooDearException(long price, String currency, @Nullable Throwable cause) {
            super(
                    "price: " + price + " " + currency + " (expected: at most 10); bring more",
                    details("price", price, "currency", currency, "article", "hat", "clerk", null),
                    cause);
        }

        TooDearException(Received received) {
            super(received);
        }

        @Nullable
        Long price() {
            return number("price");
        }

        @Nullable
        String currency() {
            return text("currency");
        }

        @Nullable
        String clerk() {
            return text("clerk");
        }

        @Nullable
        Long article() {
            return number("article");
        }
    }

    /** The same error as an older release knows it. */
    @ErrorCode(value = "TOO_DEAR", refines = ConflictException.CODE)
    static final class TooDear extends DomainException {
        private static final long serialVersionUID = 1L;

        TooDear(Received received) {
            super(received);
        }

        @Nullable
        Long price() {
            return number("price");
        }

        @Nullable
        String reason() {
            return text("reason");
        }
    }

    @ErrorCode(value = "TILL_SHUT", retryable = true)
    static final class TillShutException extends DomainException {
        private static final long serialVersionUID = 1L;

        TillShutException(@Nullable Throwable cause) {
            super("till: shut (expected: open); come back", details("till", 7), cause);
        }

        TillShutException(Received received) {
            super(received);
        }
    }

    @Versioned("1.0")
    abstract static class Till extends VersionedObject {
        @Remotable
        public void buy() {
            throw new TooDearException(11, "EUR", null);
        }

        @Remotable
        public void shut() {
            throw new TillShutException(new TooDearException(
                    12,
                    "EUR",
                    new NotFoundException("hat: gone", Map.of("entity", "hat"), new SQLException("CANARY"))));
        }
    }

    private static Till till(ObjectContext context) {
        return context.create(Till.class);
    }

    @ParameterizedTest
    @EnumSource
    void an_error_of_the_domain_arrives_as_its_class_with_its_facts(Mode mode) {
        try (Mode.Line opened = mode.open(NEW)) {
            TooDearException thrown = catchThrowableOfType(
                    TooDearException.class, () -> till(opened.context()).buy());

            assertThat(thrown)
                    .hasMessage("price: 11 EUR (expected: at most 10); bring more")
                    .hasNoCause();
            assertThat(thrown.code()).isEqualTo("TOO_DEAR");
            assertThat(thrown.price()).isEqualTo(11);
            assertThat(thrown.currency()).isEqualTo("EUR");
            assertThat(thrown.clerk()).isNull();
            assertThat(thrown.article()).as("a hat is no number").isNull();
            assertThat(thrown.details().keySet()).containsExactly("price", "currency", "article");
            assertThat(thrown.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(thrown.retryable()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void causes_of_ours_arrive_as_what_they_were_with_their_facts(Mode mode) {
        try (Mode.Line opened = mode.open(NEW)) {
            Till till = till(opened.context());

            Throwable thrown = catchThrowable(till::shut);

            assertThat(thrown)
                    .isInstanceOf(TillShutException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            TooDearException.class,
                            cause -> assertThat(cause.price()).isEqualTo(12))
                    .cause()
                    .isInstanceOfSatisfying(
                            NotFoundException.class,
                            cause -> assertThat(cause.details()).containsExactly(Map.entry("entity", "hat")));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void a_foreign_cause_stays_where_it_was_thrown(Mode mode) {
        try (Mode.Line opened = mode.open(NEW)) {
            Throwable thrown = catchThrowable(till(opened.context())::shut);

            assertThat(thrown).rootCause().isInstanceOf(NotFoundException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void an_older_caller_sees_its_own_class_with_the_facts_it_knows(Mode mode) {
        try (Mode.Line opened = mode.open(OLD, NEW, UnitOfWorkFactory.NONE)) {
            TooDear thrown = catchThrowableOfType(
                    TooDear.class, () -> till(opened.context()).buy());

            assertThat(thrown.price()).isEqualTo(11);
            assertThat(thrown.reason()).isNull();
            assertThat(thrown.details()).containsEntry("currency", "EUR");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void a_caller_that_does_not_know_the_class_sees_the_error_that_it_refines(Mode mode) {
        try (Mode.Line opened = mode.open(OLDEST, NEW, UnitOfWorkFactory.NONE)) {
            assertThatThrownBy(() -> till(opened.context()).buy())
                    .isInstanceOfSatisfying(ConflictException.class, conflict -> {
                        assertThat(conflict.code()).isEqualTo("CONFLICT");
                        assertThat(conflict.details()).containsEntry("price", "11");
                    })
                    .hasMessage("price: 11 EUR (expected: at most 10); bring more");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "LOCAL", mode = EnumSource.Mode.EXCLUDE)
    void a_caller_that_knows_neither_keeps_code_message_and_facts(Mode mode) {
        try (Mode.Line opened = mode.open(OLDEST, NEW, UnitOfWorkFactory.NONE)) {
            assertThatThrownBy(till(opened.context())::shut)
                    .isInstanceOfSatisfying(RemoteFailureException.class, kept -> {
                        assertThat(kept.code()).isEqualTo("TILL_SHUT");
                        assertThat(kept.type()).isEqualTo("TILL_SHUT");
                        assertThat(kept.retryable()).isTrue();
                        assertThat(kept.outcome()).isEqualTo(Outcome.REFUSED);
                        assertThat(kept.details()).containsExactly(Map.entry("till", "7"));
                    })
                    .hasMessage("till: shut (expected: open); come back")
                    .cause()
                    .isInstanceOf(ConflictException.class);
        }
    }

    // What a registry refuses.

    static final class Unnamed extends DomainException {
        private static final long serialVersionUID = 1L;

        Unnamed(Received received) {
            super(received);
        }
    }

    @ErrorCode(value = "CONFLICT", refines = "SOMETHING")
    abstract static class Borrowed extends DomainException {
        private static final long serialVersionUID = 1L;

        Borrowed() {
            super("x", Map.of(), null);
        }
    }

    @ErrorCode("too dear")
    static final class Lower extends DomainException {
        private static final long serialVersionUID = 1L;

        Lower(Received received) {
            super(received);
        }
    }

    @Test
    void every_problem_of_declared_errors_is_listed_at_once() {
        Shop shop = new Shop(
                List.of(Unnamed.class, Borrowed.class, Lower.class, TooDear.class, TooDearException.class), Till.class);

        assertThatThrownBy(shop::registry).isInstanceOf(RegistryException.class).hasMessage("""
                        registry: 6 problems
                          Unnamed: no @ErrorCode (expected: one on the class itself)
                          Borrowed: code: CONFLICT is one of the framework's (expected: one of its own; refines = that)
                          Borrowed: refines: SOMETHING (expected: the code of one of the framework's errors)
                          Borrowed: cannot be made again (expected: not abstract, with a constructor whose only parameter is DomainException.Received, in a package that is open)
                          Lower: code: too dear (expected: capitals, digits and _, at most 64)
                          TooDearException: code: TOO_DEAR is that of TooDear (expected: one of its own)""");
    }

    @Test
    void an_error_without_a_code_cannot_be_thrown() {
        AttaccaException any = new TillShutException((Throwable) null);

        assertThat(any.code()).isEqualTo("TILL_SHUT");
        assertThatThrownBy(() -> new DomainException("x", Map.of(), null) {
                    private static final long serialVersionUID = 1L;
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith(": no @ErrorCode (expected: one on the class itself)");
    }

    /** An error that cannot do without what an older release did not send. */
    @ErrorCode("DEMANDING")
    static final class DemandingException extends DomainException {
        private static final long serialVersionUID = 1L;

        private final transient String clerk;

        DemandingException(Received received) {
            super(received);
            this.clerk = Objects.requireNonNull(text("clerk"), "no clerk");
        }

        String clerk() {
            return clerk;
        }
    }

    @Test
    void an_error_whose_constructor_refuses_what_came_is_not_replaced_by_what_it_threw() {
        ObjectRegistry registry = new Shop(List.of(DemandingException.class), Till.class).registry();

        assertThat(registry.errors().again("DEMANDING", received(Map.of()))).isNull();
        assertThat(registry.errors().again("DEMANDING", received(Map.of("clerk", "ada"))))
                .isInstanceOfSatisfying(
                        DemandingException.class,
                        error -> assertThat(error.clerk()).isEqualTo("ada"));
    }

    private static DomainException.Received received(Map<String, String> details) {
        return new DomainException.Received("DEMANDING", "a clerk", false, Outcome.REFUSED, details, null);
    }
}
