package dev.attacca.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Upgrade;
import dev.attacca.annotation.Versioned;
import dev.attacca.annotation.Widened;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.AllTypes;
import dev.attacca.registry.Hostname;
import dev.attacca.registry.Money;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.Pin;
import dev.attacca.registry.Sample;
import dev.attacca.version.SnapshotEditor;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BackportMatrixTest {
    private record Only(Class<? extends VersionedObject> type) implements ObjectDomain {
        @Override
        public String name() {
            return "only";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(type);
        }
    }

    private static BackportMatrix matrixOf(Class<? extends VersionedObject> type) {
        return BackportMatrix.of(ObjectRegistry.builder().add(new Only(type)).build());
    }

    @Test
    void every_version_of_every_class_is_tried() {
        BackportMatrix.Report report = BackportMatrix.of(Sample.registry()).check();

        assertThat(report.pairs()).isEqualTo(4);
        assertThat(report.objects()).isEqualTo(4 * 24 * 2);
        assertThat(report.fields()).isGreaterThan(1000);
    }

    @Test
    void a_domain_with_a_field_of_every_type_passes() {
        BackportMatrix.Report report = BackportMatrix.of(AllTypes.registry())
                .using(Hostname.class, random -> new Hostname("host" + random.nextInt(100)))
                .using(Money.class, random -> new Money(random.nextLong(), Currency.getInstance("EUR")))
                .using(Pin.class, random -> new Pin(String.valueOf(1000 + random.nextInt(9000))))
                .check();

        assertThat(report.pairs()).isGreaterThan(10);
    }

    @Versioned("1.1")
    abstract static class Scale extends VersionedObject {
        @Widened(from = int.class, in = "1.1")
        public abstract long getWeight();

        public abstract void setWeight(long weight);

        @Downgrade(from = "1.1", to = "1.0", loses = "weight above 2147483647")
        static void cap(SnapshotEditor snapshot) {
            if (snapshot.isSet("weight")) {
                snapshot.set("weight", Math.min(snapshot.getLong("weight"), Integer.MAX_VALUE));
            }
        }
    }

    @Test
    void a_step_that_forgets_its_loss_is_told_the_line_to_write() {
        assertThatThrownBy(() -> matrixOf(Scale.class).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("backports: ")
                .hasMessageContaining(
                        "\n  Scale 1.1 -> 1.0, seed 0: Scale.cap (1.1 -> 1.0): changes 'weight' and nothing brings it back"
                                + " (expected: snapshot.lose(\"weight\", \"...\") in the step, or an @Upgrade(from = \"1.0\", to = \"1.1\")"
                                + " that restores it)")
                .hasMessageContaining(
                        "\n  Scale 1.1 -> 1.0, seed 1: Scale 1.0.weight: -9223372036854775808 does not fit int"
                                + " (expected: the @Downgrade step narrows it)");
    }

    @Versioned("1.1")
    @Removed(field = "title", type = String.class, in = "1.1")
    abstract static class Letter extends VersionedObject {
        public abstract String getBody();

        public abstract void setBody(String body);

        @Added(in = "1.1")
        public abstract String getSecret();

        public abstract void setSecret(String secret);

        @Downgrade(from = "1.1", to = "1.0", loses = "nothing, it says")
        static void copy(SnapshotEditor snapshot) {
            if (snapshot.isSet("secret")) {
                snapshot.set("title", snapshot.get("secret"));
            }
        }
    }

    @Test
    void a_step_that_gives_an_older_reader_something_newer_is_found() {
        assertThatThrownBy(() -> matrixOf(Letter.class).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "Letter 1.1 -> 1.0: Letter.secret is in the bytes, but not in Letter 1.0 (expected: nothing"
                                + " newer than the reader; which step copies it?)");
    }

    @Versioned("1.1")
    abstract static class Fragile extends VersionedObject {
        public abstract @Nullable String getName();

        public abstract void setName(@Nullable String name);

        @Downgrade(from = "1.1", to = "1.0", loses = "nothing")
        static void stumble(SnapshotEditor snapshot) {
            snapshot.set("name", snapshot.get("name"));
        }
    }

    @Test
    void a_step_that_does_not_ask_whether_its_field_is_set_is_found() {
        assertThatThrownBy(() -> matrixOf(Fragile.class).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching(
                        "backports: 1 problem\n  Fragile 1.1 -> 1.0, seed \\d+: Fragile.stumble \\(1.1 -> 1.0\\):"
                                + " Fragile 1.1.name: not set \\(expected: ask isSet first\\)");
    }

    @Versioned("1.1")
    abstract static class Drifting extends VersionedObject {
        public abstract long getCount();

        public abstract void setCount(long count);

        @Upgrade(from = "1.0", to = "1.1")
        static void count(SnapshotEditor snapshot) {
            if (snapshot.isSet("count")) {
                snapshot.set("count", snapshot.getLong("count") + 1);
            }
        }
    }

    @Test
    void steps_that_do_not_undo_each_other_are_found() {
        assertThatThrownBy(() -> matrixOf(Drifting.class).check())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "Drifting 1.1 -> 1.0: an object that was received in 1.0 is another one when it is sent"
                                + " again (expected: the same; do its @Upgrade and @Downgrade steps undo each other?): Drifting.count");
    }
}
