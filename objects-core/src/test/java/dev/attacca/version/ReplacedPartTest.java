package dev.attacca.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.codec.CodecKind;
import dev.attacca.object.VersionedObject;
import dev.attacca.testing.LoopbackIndirection;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A step may put another object in the place of a nested one, and that is what crosses. */
class ReplacedPartTest extends BothCodecsTest {
    static final class Before {
        @Versioned("1.0")
        abstract static class Part extends VersionedObject {
            public abstract int getWeight();

            public abstract void setWeight(int weight);
        }

        @Versioned("1.0")
        abstract static class Machine extends VersionedObject {
            public abstract Before.Part getPart();

            public abstract void setPart(Before.Part part);

            @Remotable
            public void load(int weight) {}
        }
    }

    /** Parts heavier than 100 came with 1.1. */
    static final class Since {
        @Versioned("1.0")
        abstract static class Part extends VersionedObject {
            public abstract int getWeight();

            public abstract void setWeight(int weight);
        }

        @Versioned("1.1")
        abstract static class Machine extends VersionedObject {
            public abstract Since.Part getPart();

            public abstract void setPart(Since.Part part);

            @Remotable
            public void load(int weight) {
                getPart().setWeight(weight);
            }

            @Downgrade(from = "1.1", to = "1.0", loses = "weights above 100")
            static void lighten(SnapshotEditor snapshot) {
                if (snapshot.isSet("part")) {
                    Since.Part part = (Since.Part) Objects.requireNonNull(snapshot.get("part"));
                    if (part.getWeight() > 100) {
                        part.setWeight(100);
                        snapshot.lose("part", "its weight above 100");
                        snapshot.set("part", part);
                    }
                }
            }
        }
    }

    private final LoopbackIndirection loopback =
            between(List.of(Before.Machine.class, Before.Part.class), List.of(Since.Machine.class, Since.Part.class));

    ReplacedPartTest(CodecKind codec) {
        super(codec);
    }

    @Test
    void what_the_step_made_of_a_part_that_a_call_changed_is_what_arrives() {
        Before.Machine machine = loopback.context().create(Before.Machine.class);
        Before.Part part = loopback.context().create(Before.Part.class);
        part.setWeight(1);
        machine.setPart(part);

        machine.load(500);

        assertThat(machine.getPart().getWeight()).isEqualTo(100);
    }
}
