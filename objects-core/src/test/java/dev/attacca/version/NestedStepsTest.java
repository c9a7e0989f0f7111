package dev.attacca.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Versioned;
import dev.attacca.codec.CodecKind;
import dev.attacca.error.VersionStepException;
import dev.attacca.object.VersionedObject;
import dev.attacca.testing.LoopbackIndirection;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A step may look into the objects that its object holds, and can do no harm to them. */
class NestedStepsTest extends BothCodecsTest {
    static final class Before {
        @Versioned("1.0")
        abstract static class Part extends VersionedObject {
            public abstract int getWeight();

            public abstract String getNote();
        }

        @Versioned("1.0")
        abstract static class Machine extends VersionedObject {
            public abstract List<Before.Part> getParts();

            public abstract int getWeight();

            @Remotable
            public void assemble(int weight, boolean noted) {}
        }
    }

    /** The whole's weight became the sum of its parts' weights. */
    static final class Since {
        @Versioned("1.0")
        abstract static class Part extends VersionedObject {
            public abstract int getWeight();

            public abstract void setWeight(int weight);

            @Lazy
            public abstract String getNote();

            public abstract void setNote(String note);

            @Remotable(readOnly = true)
            protected String loadNote() {
                return "fetched";
            }
        }

        @Versioned("1.1")
        @Removed(field = "weight", type = int.class, nullable = false, in = "1.1")
        abstract static class Machine extends VersionedObject {
            public abstract List<Since.Part> getParts();

            public abstract void setParts(List<Since.Part> parts);

            @Remotable
            public void assemble(int weight, boolean noted) {
                setParts(List.of(part(weight, noted), part(weight, noted)));
            }

            private Since.Part part(int weight, boolean noted) {
                Since.Part part = context().create(Since.Part.class);
                part.setWeight(weight);
                if (noted) {
                    part.setNote("read");
                }
                return part;
            }

            @Downgrade(from = "1.1", to = "1.0", loses = "")
            static void sum(SnapshotEditor snapshot) {
                if (snapshot.isSet("parts")) {
                    int weight = 0;
                    for (Object each : (List<?>) Objects.requireNonNull(snapshot.get("parts"))) {
                        Since.Part part = (Since.Part) each;
                        weight += part.getWeight();
                        if (part.getWeight() == 13) {
                            part.getNote();
                        }
                        part.setWeight(-1);
                    }
                    snapshot.set("weight", weight);
                }
            }
        }
    }

    private final LoopbackIndirection loopback =
            between(List.of(Before.Machine.class, Before.Part.class), List.of(Since.Machine.class, Since.Part.class));
    private final Before.Machine machine = loopback.context().create(Before.Machine.class);

    NestedStepsTest(CodecKind codec) {
        super(codec);
    }

    @Test
    void it_works_out_a_field_from_nested_objects_and_its_changes_of_them_stay_with_it() {
        machine.assemble(21, true);

        assertThat(machine.getWeight()).isEqualTo(42);
        assertThat(machine.getParts()).extracting(Before.Part::getWeight).containsExactly(21, 21);
    }

    @Test
    void it_cannot_fetch_what_is_unset() {
        assertThatThrownBy(() -> machine.assemble(13, false))
                .isInstanceOf(VersionStepException.class)
                .hasMessage(
                        "Machine.sum (1.1 -> 1.0): threw dev.attacca.error.OrphanedObjectException (expected: a step that"
                                + " copes with any data, and with any field unset)");
        machine.assemble(13, true);
        assertThat(machine.getWeight()).isEqualTo(26);
    }
}
