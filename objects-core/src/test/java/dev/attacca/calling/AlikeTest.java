package dev.attacca.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Remotable.Sends;
import dev.attacca.annotation.Versioned;
import dev.attacca.conformance.Mode;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.Outcome;
import dev.attacca.error.ReadOnlyViolationException;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.error.UnsetFieldException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A body cannot tell where its caller is. */
class AlikeTest {
    private static final class Shelves implements ObjectDomain {
        @Override
        public String name() {
            return "shelves";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Shelf.class);
        }
    }

    private static final ObjectRegistry REGISTRY =
            ObjectRegistry.builder().add(new Shelves()).build();

    @Versioned("1.0")
    abstract static class Shelf extends VersionedObject {
        @Key
        public abstract String getName();

        public abstract void setName(String name);

        public abstract int getBooks();

        public abstract void setBooks(int books);

        @Remotable(sends = Sends.KEY_AND_CHANGES)
        public String describe() {
            return getName() + " with " + getBooks();
        }

        @Remotable
        public boolean take(Shelf one, Shelf other) {
            one.setBooks(0);
            setBooks(getBooks() + 1);
            return one == other;
        }

        @Remotable
        public boolean isMe(Shelf other) {
            return other == this;
        }

        @Remotable(readOnly = true)
        public void peek() {
            setBooks(99);
        }

        @Remotable
        public void crash() {
            throw new IllegalStateException("CANARY");
        }

        @Remotable
        public List<Instant> when(Instant at) {
            return new ArrayList<>(List.of(at, Instant.ofEpochSecond(1, 1_999)));
        }

        @Remotable
        @SuppressWarnings("NullAway") // What a body without checks would do.
        public String nothing() {
            return null;
        }

        @Remotable
        public void named(String name) {
            setName(name);
        }
    }

    private static Shelf shelf(ObjectContext context) {
        Shelf shelf = context.create(Shelf.class);
        shelf.setName("s");
        shelf.setBooks(7);
        shelf.resetChanges();
        return shelf;
    }

    @ParameterizedTest
    @EnumSource
    void a_body_sees_no_field_that_its_call_does_not_carry(Mode mode) {
        try (Mode.Line opened = mode.open(REGISTRY)) {
            Shelf shelf = shelf(opened.context());

            assertThatThrownBy(shelf::describe).isInstanceOf(UnsetFieldException.class);
            assertThat(shelf.getBooks()).isEqualTo(7);
            shelf.setBooks(8);
            assertThat(shelf.describe()).isEqualTo("s with 8");
        }
    }

    @ParameterizedTest
    @EnumSource
    void objects_among_the_arguments_are_by_value_and_keep_their_identity(Mode mode) {
        try (Mode.Line opened = mode.open(REGISTRY)) {
            Shelf shelf = shelf(opened.context());
            Shelf other = shelf(opened.context());

            assertThat(shelf.take(other, other)).isTrue();
            assertThat(shelf.take(other, shelf(opened.context()))).isFalse();
            assertThat(other.getBooks()).isEqualTo(7);
            assertThat(shelf.getBooks()).isEqualTo(9);
            assertThat(shelf.isMe(shelf)).isTrue();
            assertThat(shelf.isMe(other)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_read_only_body_that_changes_its_receiver_is_refused(Mode mode) {
        try (Mode.Line opened = mode.open(REGISTRY)) {
            Shelf shelf = shelf(opened.context());

            assertThatThrownBy(shelf::peek)
                    .isInstanceOf(ReadOnlyViolationException.class)
                    .hasMessage(
                            "Shelf.peek: changed Shelf.books (expected: nothing changed, since it is read-only; leave"
                                    + " out readOnly = true)");
            assertThat(shelf.getBooks()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_nobody_foresaw_is_internal(Mode mode) {
        try (Mode.Line opened = mode.open(REGISTRY)) {
            assertThatThrownBy(shelf(opened.context())::crash)
                    .isInstanceOfSatisfying(RemoteFailureException.class, internal -> {
                        assertThat(internal.code()).isEqualTo(RemoteFailureException.INTERNAL);
                        assertThat(internal.outcome()).isEqualTo(Outcome.REFUSED);
                    })
                    .hasMessageNotContaining("CANARY");
        }
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("NullAway") // What a caller without checks would do.
    void values_take_the_form_in_which_they_cross(Mode mode) {
        try (Mode.Line opened = mode.open(REGISTRY)) {
            Shelf shelf = shelf(opened.context());

            List<Instant> times = shelf.when(Instant.ofEpochSecond(5, 1_500));

            assertThat(times).containsExactly(Instant.ofEpochSecond(5, 1_000), Instant.ofEpochSecond(1, 1_000));
            assertThatThrownBy(() -> times.add(Instant.EPOCH)).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> shelf.named(null))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessage(
                            "Shelf.named: argument 0: null (expected: a value; mark the parameter @Nullable to allow"
                                    + " null)");
            assertThatThrownBy(shelf::nothing)
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessage(
                            "Shelf.nothing: result: null (expected: a value; mark the method @Nullable to allow null)");
        }
    }
}
