package dev.attacca.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Upgrade;
import dev.attacca.annotation.Versioned;
import dev.attacca.codec.CodecKind;
import dev.attacca.codec.Loss;
import dev.attacca.error.Outcome;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.error.VersionStepException;
import dev.attacca.object.VersionedObject;
import dev.attacca.testing.LoopbackIndirection;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A downgrade step that loses something says so, or the call fails with the line to write. */
class DeclaredLossTest extends BothCodecsTest {
    /** What every release of a crate has. */
    interface Labelled {
        String getLabel();

        void setLabel(String label);

        void relabel(String label);
    }

    @Versioned(value = "1.0", name = "Crate")
    abstract static class Old extends VersionedObject implements Labelled {
        @Override
        @Remotable
        public void relabel(String label) {
            setLabel(label);
        }
    }

    @Versioned(value = "1.1", name = "Crate")
    abstract static class CutsSilently extends VersionedObject implements Labelled {
        @Override
        @Remotable
        public void relabel(String label) {
            setLabel(label);
        }

        @Downgrade(from = "1.1", to = "1.0", loses = "labels longer than 4")
        static void cut(SnapshotEditor snapshot) {
            if (snapshot.isSet("label")) {
                String label = String.valueOf(snapshot.get("label"));
                snapshot.set("label", label.substring(0, Math.min(4, label.length())));
            }
        }
    }

    @Versioned(value = "1.1", name = "Crate")
    abstract static class CutsAndTells extends VersionedObject implements Labelled {
        @Override
        @Remotable
        public void relabel(String label) {
            setLabel(label);
        }

        @Downgrade(from = "1.1", to = "1.0", loses = "labels longer than 4")
        static void cut(SnapshotEditor snapshot) {
            if (snapshot.isSet("label")) {
                String label = String.valueOf(snapshot.get("label"));
                snapshot.set("label", label.substring(0, 4));
                snapshot.lose("label", "all but 4 characters");
            }
        }
    }

    @Versioned(value = "1.1", name = "Crate")
    abstract static class Unsets extends VersionedObject implements Labelled {
        @Override
        @Remotable
        public void relabel(String label) {
            setLabel(label);
        }

        @Downgrade(from = "1.1", to = "1.0", loses = "labels")
        static void drop(SnapshotEditor snapshot) {
            snapshot.unset("label");
        }
    }

    @Versioned(value = "1.1", name = "Crate")
    abstract static class TellsUndeclared extends VersionedObject implements Labelled {
        @Override
        @Remotable
        public void relabel(String label) {
            setLabel(label);
        }

        @Downgrade(from = "1.1", to = "1.0", loses = "")
        static void drop(SnapshotEditor snapshot) {
            snapshot.lose("label", "everything");
            snapshot.unset("label");
        }
    }

    @Versioned(value = "1.1", name = "Crate")
    abstract static class ComesBack extends VersionedObject implements Labelled {
        @Added(in = "1.1")
        public abstract @Nullable String getNote();

        @Override
        @Remotable
        public void relabel(String label) {
            setLabel(label);
        }

        @Downgrade(from = "1.1", to = "1.0", loses = "")
        static void mark(SnapshotEditor snapshot) {
            if (snapshot.isSet("label")) {
                snapshot.set("label", "crate " + snapshot.get("label"));
            }
        }

        @Upgrade(from = "1.0", to = "1.1")
        static void unmark(SnapshotEditor snapshot) {
            if (snapshot.isSet("label")) {
                snapshot.set("label", String.valueOf(snapshot.get("label")).substring("crate ".length()));
            }
        }
    }

    @Versioned(value = "1.1", name = "Crate")
    abstract static class Throws extends VersionedObject implements Labelled {
        @Override
        @Remotable
        public void relabel(String label) {
            setLabel(label);
        }

        @Downgrade(from = "1.1", to = "1.0", loses = "")
        static void parse(SnapshotEditor snapshot) {
            if (snapshot.isSet("label")) {
                Integer.parseInt(String.valueOf(snapshot.get("label")));
            }
        }

        @Upgrade(from = "1.0", to = "1.1")
        static void misuse(SnapshotEditor snapshot) {
            if (snapshot.isSet("label") && snapshot.get("label") instanceof String label && label.startsWith("m")) {
                snapshot.set("lable", label.toUpperCase(Locale.ROOT));
            }
        }
    }

    private Old called(Class<? extends VersionedObject> conductor, String label) {
        Old old = between(Old.class, conductor).context().create(Old.class);
        old.setLabel("crate before");
        old.relabel(label);
        return old;
    }

    private static void failing(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(VersionStepException.class, failed -> {
                    assertThat(failed.outcome()).isEqualTo(Outcome.REFUSED);
                    assertThat(failed.details())
                            .containsEntry(VersionStepException.TYPE, "Crate")
                            .containsKeys(
                                    VersionStepException.STEP, VersionStepException.FROM, VersionStepException.TO);
                })
                .hasMessage(message);
    }

    DeclaredLossTest(CodecKind codec) {
        super(codec);
    }

    @Test
    void a_step_that_changes_a_value_without_telling_is_refused_with_the_line_to_write() {
        failing(
                () -> called(CutsSilently.class, "label"),
                "Crate.cut (1.1 -> 1.0): changes 'label' and nothing brings it back (expected: snapshot.lose(\"label\","
                        + " \"...\") in the step, or an @Upgrade(from = \"1.0\", to = \"1.1\") that restores it)");
    }

    @Test
    void a_step_that_leaves_this_value_as_it_is_needs_to_tell_nothing() {
        assertThat(called(CutsSilently.class, "four").getLabel()).isEqualTo("four");
    }

    @Test
    void a_step_that_unsets_a_value_without_telling_is_refused() {
        failing(
                () -> called(Unsets.class, "label"),
                "Crate.drop (1.1 -> 1.0): unsets 'label' and nothing brings it back (expected: snapshot.lose(\"label\","
                        + " \"...\") in the step, or an @Upgrade(from = \"1.0\", to = \"1.1\") that restores it)");
    }

    @Test
    void a_step_that_tells_of_a_loss_it_did_not_declare_is_refused() {
        failing(
                () -> called(TellsUndeclared.class, "label"),
                "Crate.drop (1.1 -> 1.0): loses 'label' but declares no loss (expected: what it loses, in words; write"
                        + " @Downgrade(from = \"1.1\", to = \"1.0\", loses = \"...\"))");
    }

    @Test
    void a_loss_that_is_declared_and_told_is_no_failure_and_shows() {
        LoopbackIndirection loopback = between(Old.class, CutsAndTells.class);
        Old old = loopback.context().create(Old.class);

        old.relabel("labels");

        assertThat(old.getLabel()).isEqualTo("labe");
        assertThat(loopback.losses()).map(Loss::toString).containsExactly("Crate.label: all but 4 characters");
    }

    @Test
    void what_the_way_back_restores_is_no_loss() {
        assertThat(called(ComesBack.class, "x").getLabel()).isEqualTo("crate x");
    }

    @Test
    void a_step_that_throws_tells_its_kind_and_keeps_the_value_to_itself() {
        failing(
                () -> called(Throws.class, "secret"),
                "Crate.parse (1.1 -> 1.0): threw java.lang.NumberFormatException (expected: a step that copes with any"
                        + " data, and with any field unset)");
    }

    @Test
    void an_upgrade_step_that_fails_on_a_request_refuses_the_call() {
        Old old = between(Old.class, Throws.class).context().create(Old.class);
        old.setLabel("misused");

        failing(
                () -> old.relabel("1"),
                "Crate.misuse (1.0 -> 1.1): Crate 1.1 has no field lable (expected one of: [label])");
    }

    @Test
    void an_upgrade_step_that_fails_on_an_answer_says_that_the_call_was_carried_out_and_touches_nothing() {
        Throws newer = between(Throws.class, Old.class).context().create(Throws.class);
        newer.setLabel("1");

        assertThatThrownBy(() -> newer.relabel("misused"))
                .isInstanceOfSatisfying(
                        VersionStepException.class,
                        failed -> assertThat(failed.outcome()).isEqualTo(Outcome.UNKNOWN))
                .isNotInstanceOf(RemoteFailureException.class)
                .hasMessage(
                        "Crate.misuse (1.0 -> 1.1): Crate 1.1 has no field lable (expected one of: [label]); this was"
                                + " the answer, the call itself was carried out (load the object again)");
        assertThat(newer.getLabel()).isEqualTo("1");
    }
}
