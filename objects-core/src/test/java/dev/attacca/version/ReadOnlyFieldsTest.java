package dev.attacca.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.codec.CodecKind;
import dev.attacca.error.DecodeException;
import dev.attacca.error.Outcome;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.testing.LoopbackIndirection;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A caller cannot have changed a field without a setter, whatever it says. */
class ReadOnlyFieldsTest extends BothCodecsTest {
    /** What a caller could make of itself that wants to write everything. */
    static final class Caller {
        @Versioned(value = "1.0", name = "Ticket")
        abstract static class Ticket extends VersionedObject {
            public abstract long getNumber();

            public abstract void setNumber(long number);

            public abstract List<Caller.Ticket> getParts();

            public abstract void setParts(List<Caller.Ticket> parts);

            @Remotable
            public void save() {}

            @Remotable
            public void merge(Caller.Ticket other) {}

            @Remotable
            public void stamp() {}
        }
    }

    /** What the conductor allows. */
    static final class Conductor {
        @Versioned(value = "1.0", name = "Ticket")
        abstract static class Ticket extends VersionedObject {
            public abstract long getNumber();

            public abstract List<Conductor.Ticket> getParts();

            public abstract void setParts(List<Conductor.Ticket> parts);

            @Remotable
            public void save() {}

            @Remotable
            public void merge(Conductor.Ticket other) {}

            @Remotable
            public void stamp() {
                Slots.load(this, Objects.requireNonNull(type().field("number")), 7L);
            }
        }
    }

    private final LoopbackIndirection loopback = between(List.of(Caller.Ticket.class), List.of(Conductor.Ticket.class));
    private final Caller.Ticket ticket = loopback.context().create(Caller.Ticket.class);
    private final Caller.Ticket forged = loopback.context().create(Caller.Ticket.class);

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(DecodeException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(DecodeException.READ_ONLY);
                    assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
                })
                .hasMessage(message);
    }

    ReadOnlyFieldsTest(CodecKind codec) {
        super(codec);
    }

    @Test
    void a_change_in_the_receiver_is_refused() {
        ticket.setNumber(1);

        refused(ticket::save, "Ticket.save.number: changed (expected: no change, the field has no setter)");
    }

    @Test
    void a_change_is_refused_at_any_depth() {
        forged.setNumber(1);
        Caller.Ticket between = loopback.context().create(Caller.Ticket.class);
        between.setParts(List.of(forged));
        ticket.setParts(List.of(between));

        refused(
                ticket::save,
                "Ticket.save.parts[0].parts[0].number: changed (expected: no change, the field has no setter)");
    }

    @Test
    void a_change_in_an_argument_is_refused() {
        forged.setNumber(1);

        refused(
                () -> ticket.merge(forged),
                "Ticket.merge.argument 0.number: changed (expected: no change, the field has no setter)");
    }

    @Test
    void a_value_that_is_no_change_goes_along() {
        ticket.setNumber(1);
        ticket.resetChanges();

        ticket.save();

        assertThat(ticket.getNumber()).isEqualTo(1);
    }

    @Test
    void what_the_conductor_loads_into_such_a_field_comes_back() {
        ticket.stamp();

        assertThat(ticket.getNumber()).isEqualTo(7);
        assertThat(ticket.changes()).isEmpty();
    }
}
