package dev.attacca.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Versioned;
import dev.attacca.codec.CodecKind;
import dev.attacca.codec.Loss;
import dev.attacca.object.VersionedObject;
import dev.attacca.testing.LoopbackIndirection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects that an older caller holds in a field that is gone, of a class whose versions no step lies between. */
class RemovedObjectsTest extends BothCodecsTest {
    static final class Before {
        @Versioned("1.0")
        abstract static class Stamp extends VersionedObject {
            public abstract String getPlace();

            public abstract void setPlace(String place);
        }

        @Versioned("1.0")
        abstract static class Letter extends VersionedObject {
            public abstract Before.Stamp getSeal();

            public abstract void setSeal(Before.Stamp seal);

            @Remotable
            public void post() {}

            @Remotable
            public List<Before.Stamp> cancel(Before.Stamp stamp) {
                return List.of(stamp);
            }
        }
    }

    static final class Since {
        @Versioned("1.0")
        abstract static class Stamp extends VersionedObject {
            public abstract String getPlace();

            public abstract void setPlace(String place);
        }

        @Versioned("1.1")
        @Removed(field = "seal", type = Since.Stamp.class, nullable = false, in = "1.1")
        abstract static class Letter extends VersionedObject {
            @Remotable
            public void post() {}

            @Remotable
            public List<Since.Stamp> cancel(Since.Stamp stamp) {
                stamp.setPlace("cancelled in " + stamp.getPlace());
                return List.of(stamp, stamp);
            }
        }
    }

    private final LoopbackIndirection line;
    private final Before.Letter letter;

    RemovedObjectsTest(CodecKind codec) {
        super(codec);
        line = between(
                List.of(Before.Letter.class, Before.Stamp.class), List.of(Since.Letter.class, Since.Stamp.class));
        letter = line.context().create(Before.Letter.class);
        Before.Stamp seal = letter.context().create(Before.Stamp.class);
        seal.setPlace("Riga");
        letter.setSeal(seal);
        letter.resetChanges(true);
    }

    @Test
    void what_was_changed_in_one_is_told() {
        letter.getSeal().setPlace("Bern");

        letter.post();

        assertThat(line.losses()).map(Loss::toString).containsExactly("Letter.seal: changed, but removed after 1.0");
    }

    @Test
    void one_that_is_an_argument_too_comes_back_as_another_with_what_the_body_did() {
        List<Before.Stamp> cancelled = letter.cancel(letter.getSeal());

        assertThat(cancelled).extracting(Before.Stamp::getPlace).containsOnly("cancelled in Riga");
        assertThat(cancelled.get(0)).isSameAs(cancelled.get(1)).isNotSameAs(letter.getSeal());
        assertThat(letter.getSeal().getPlace()).isEqualTo("Riga");
    }
}
