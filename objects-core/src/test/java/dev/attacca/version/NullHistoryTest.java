package dev.attacca.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.annotation.Default;
import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.NowNotNull;
import dev.attacca.annotation.NowNullable;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Upgrade;
import dev.attacca.annotation.Versioned;
import dev.attacca.codec.CodecKind;
import dev.attacca.codec.Loss;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.object.VersionedObject;
import dev.attacca.testing.BackportMatrix;
import dev.attacca.testing.LoopbackIndirection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A field may begin or cease to be nullable; nobody is given a null that its version does not know. */
class NullHistoryTest extends BothCodecsTest {
    @Versioned(value = "1.0", name = "Berth")
    abstract static class Old extends VersionedObject {
        public abstract String getShip();

        public abstract void setShip(String ship);

        public abstract int getDepth();

        public abstract void setDepth(int depth);

        public abstract @Nullable String getPilot();

        public abstract void setPilot(@Nullable String pilot);

        public abstract @Nullable Integer getLength();

        public abstract void setLength(@Nullable Integer length);

        @Remotable
        public void leave() {
            setPilot(null);
            setLength(null);
        }

        @Remotable
        public String seen() {
            return toString();
        }
    }

    @Versioned(value = "1.1", name = "Berth")
    abstract static class New extends VersionedObject {
        @NowNullable(in = "1.1")
        @Default("none")
        public abstract @Nullable String getShip();

        public abstract void setShip(@Nullable String ship);

        @NowNullable(in = "1.1")
        public abstract @Nullable Integer getDepth();

        public abstract void setDepth(@Nullable Integer depth);

        @NowNotNull(in = "1.1")
        @Default("nobody")
        public abstract String getPilot();

        public abstract void setPilot(String pilot);

        @NowNotNull(in = "1.1")
        public abstract int getLength();

        public abstract void setLength(int length);

        @Remotable
        public void leave() {
            setShip(null);
            setDepth(null);
        }

        @Remotable
        public String seen() {
            return toString();
        }

        @Downgrade(from = "1.1", to = "1.0", loses = "a depth that nobody knows")
        static void depth(SnapshotEditor snapshot) {
            if (snapshot.isSet("depth") && snapshot.get("depth") == null) {
                snapshot.set("depth", 0);
                snapshot.lose("depth", "unknown, given as 0");
            }
        }

        @Upgrade(from = "1.0", to = "1.1")
        static void length(SnapshotEditor snapshot) {
            if (snapshot.isSet("length") && snapshot.get("length") == null) {
                snapshot.set("length", -1);
            }
        }
    }

    @Versioned(value = "1.1", name = "Berth")
    abstract static class Forgets extends VersionedObject {
        @NowNullable(in = "1.1")
        public abstract @Nullable String getShip();

        public abstract void setShip(@Nullable String ship);

        public abstract int getDepth();

        public abstract @Nullable String getPilot();

        @NowNotNull(in = "1.1")
        public abstract int getLength();

        public abstract void setLength(int length);

        @Remotable
        public void leave() {
            setShip(null);
        }

        @Remotable
        public String seen() {
            return toString();
        }

        @Downgrade(from = "1.1", to = "1.0", loses = "no ship")
        static void forget(SnapshotEditor snapshot) {
            snapshot.isSet("ship");
        }

        @Upgrade(from = "1.0", to = "1.1")
        static void forgetToo(SnapshotEditor snapshot) {
            snapshot.isSet("length");
        }
    }

    NullHistoryTest(CodecKind codec) {
        super(codec);
    }

    private static Old old(LoopbackIndirection from) {
        Old old = from.context().create(Old.class);
        old.setShip("Argo");
        old.setDepth(9);
        old.setPilot("Ann");
        old.setLength(70);
        old.resetChanges();
        return old;
    }

    private static New fresh(LoopbackIndirection from) {
        New fresh = from.context().create(New.class);
        fresh.setShip("Argo");
        fresh.setDepth(9);
        fresh.setPilot("Ann");
        fresh.setLength(70);
        fresh.resetChanges();
        return fresh;
    }

    @Test
    void an_older_reader_is_given_the_default_or_what_a_step_says_and_the_loss_is_told() {
        LoopbackIndirection loopback = between(Old.class, New.class);
        Old old = old(loopback);

        old.leave();

        assertThat(old.getShip()).isEqualTo("none");
        assertThat(old.getDepth()).isZero();
        assertThat(loopback.losses())
                .map(Loss::toString)
                .containsExactly("Berth.depth: unknown, given as 0", "Berth.ship: null, given as its default");
    }

    @Test
    void older_data_that_is_null_becomes_the_default_or_what_a_step_says() {
        Old old = old(between(Old.class, New.class));
        old.setPilot(null);
        old.setLength(null);
        old.resetChanges();

        assertThat(old.seen()).isEqualTo("Berth 1.0[depth=9, length=-1, pilot=nobody, ship=Argo]");
    }

    @Test
    void a_change_to_null_that_becomes_a_default_is_told() {
        LoopbackIndirection loopback = between(Old.class, New.class);
        Old old = old(loopback);
        old.setPilot(null);

        assertThat(old.seen()).isEqualTo("Berth 1.0[depth=9, length=70, *pilot=nobody, ship=Argo]");
        assertThat(loopback.losses())
                .map(Loss::toString)
                .containsExactly("Berth.pilot: changed to null, which is its default since");
    }

    @Test
    void a_newer_caller_has_values_where_an_older_conductor_made_nulls() {
        New fresh = fresh(between(New.class, Old.class));

        fresh.leave();

        assertThat(fresh.getPilot()).isEqualTo("nobody");
        assertThat(fresh.getLength()).isEqualTo(-1);
    }

    @Test
    void a_null_that_a_newer_caller_set_is_refused_before_an_older_conductor_would_lose_it() {
        LoopbackIndirection loopback = between(New.class, Old.class);
        New fresh = fresh(loopback);
        fresh.setShip(null);
        New unknown = fresh(loopback);
        unknown.setDepth(null);
        New unchanged = fresh(loopback);
        unchanged.setShip(null);
        unchanged.resetChanges();

        assertThatThrownBy(fresh::seen)
                .isInstanceOf(VersionMismatchException.class)
                .hasMessageStartingWith("the call would lose Berth.ship: null, given as its default;");
        assertThatThrownBy(unknown::seen).isInstanceOf(VersionMismatchException.class);
        assertThat(unchanged.seen()).isEqualTo("Berth 1.0[depth=9, length=70, pilot=Ann, ship=none]");
    }

    @Test
    void a_null_that_its_step_forgets_is_refused_by_name() {
        Old old = old(between(Old.class, Forgets.class));
        Old unmeasured = old(between(Old.class, Forgets.class));
        unmeasured.setLength(null);

        assertThatThrownBy(old::leave)
                .isInstanceOf(AttaccaException.class)
                .hasMessageContaining(
                        "Berth 1.0.ship: null (expected: the @Downgrade step gives it a value or unsets it)");
        assertThatThrownBy(unmeasured::seen)
                .isInstanceOf(AttaccaException.class)
                .hasMessageContaining("length: null in Berth 1.0, and no step gave it a value (expected: a value)");
    }

    @Test
    void every_version_pair_agrees() {
        assertThat(BackportMatrix.of(Releases.of(List.of(New.class))).check().pairs())
                .isEqualTo(2);
        assertThat(BackportMatrix.between(Releases.of(List.of(New.class)), Releases.of(List.of(Old.class)))
                        .check()
                        .pairs())
                .isEqualTo(2);
    }
}
