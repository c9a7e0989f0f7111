package dev.attacca.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Renamed;
import dev.attacca.annotation.Upgrade;
import dev.attacca.annotation.Versioned;
import dev.attacca.codec.CodecKind;
import dev.attacca.object.VersionedObject;
import dev.attacca.testing.BackportMatrix;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names may change again and again, and come back for something else; each version has its own. */
class RenamedAgainTest extends BothCodecsTest {
    @Versioned(value = "1.0", name = "Town")
    abstract static class First extends VersionedObject {
        public abstract String getTitle();

        public abstract void setTitle(String title);

        public abstract String getColour();

        public abstract void setColour(String colour);

        @Remotable
        public String seen() {
            return toString();
        }
    }

    @Versioned(value = "1.2", name = "Town")
    abstract static class Third extends VersionedObject {
        public abstract String getLabel();

        public abstract void setLabel(String label);

        @Remotable
        public String seen() {
            return toString();
        }
    }

    /** Title until 1.1, label until 1.3, name since; colour was a word, then nothing, then a number, then nothing. */
    @Versioned(value = "1.5", name = "Town")
    @Removed(field = "colour", type = String.class, nullable = false, in = "1.1")
    @Removed(field = "colour", type = int.class, since = "1.3", in = "1.4")
    abstract static class Sixth extends VersionedObject {
        @Renamed(from = "label", in = "1.4")
        @Renamed(from = "title", in = "1.2")
        public abstract String getName();

        public abstract void setName(String name);

        @Added(in = "1.5")
        public abstract double getColour();

        public abstract void setColour(double colour);

        @Remotable
        public String seen() {
            return toString();
        }

        @Downgrade(from = "1.4", to = "1.3", loses = "")
        static void number(SnapshotEditor snapshot) {
            if (snapshot.isSet("name")) {
                snapshot.set("colour", 4711);
            }
        }

        @Upgrade(from = "1.0", to = "1.1")
        static void nameByColour(SnapshotEditor snapshot) {
            if (snapshot.isSet("colour") && snapshot.isSet("title")) {
                snapshot.set("title", snapshot.get("colour") + " " + snapshot.get("title"));
            }
        }
    }

    RenamedAgainTest(CodecKind codec) {
        super(codec);
    }

    @Test
    void each_reader_has_the_field_under_its_own_name() {
        Sixth town = between(Sixth.class, First.class).context().create(Sixth.class);
        town.setName("Bern");
        Sixth other = between(Sixth.class, Third.class).context().create(Sixth.class);
        other.setName("Bern");

        assertThat(town.seen()).isEqualTo("Town 1.0[colour=-, *title=Bern]");
        assertThat(other.seen()).isEqualTo("Town 1.2[*label=Bern]");
    }

    @Test
    void each_writers_name_is_understood() {
        First first = between(First.class, Sixth.class).context().create(First.class);
        first.setTitle("Bern");
        Third third = between(Third.class, Sixth.class).context().create(Third.class);
        third.setLabel("Bern");

        assertThat(first.seen()).isEqualTo("Town 1.0[colour=-, *name=Bern]");
        assertThat(third.seen()).isEqualTo("Town 1.2[colour=-, *name=Bern]");
    }

    @Test
    void fields_that_had_one_name_one_after_the_other_are_never_taken_for_each_other() {
        Sixth town = between(Sixth.class, First.class).context().create(Sixth.class);
        town.setName("Bern");
        town.resetChanges();
        First first = between(First.class, Sixth.class).context().create(First.class);
        first.setTitle("Bern");
        first.setColour("red");

        assertThat(town.seen()).isEqualTo("Town 1.0[colour=-, title=Bern]");
        assertThat(first.seen()).isEqualTo("Town 1.0[colour=-, *name=red Bern]");
    }

    @Test
    void every_version_pair_agrees() {
        assertThat(BackportMatrix.of(Releases.of(List.of(Sixth.class))).check().pairs())
                .isEqualTo(6);
    }
}
