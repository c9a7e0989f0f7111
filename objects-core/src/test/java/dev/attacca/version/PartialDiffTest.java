package dev.attacca.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Upgrade;
import dev.attacca.annotation.Versioned;
import dev.attacca.codec.CodecKind;
import dev.attacca.codec.Loss;
import dev.attacca.object.VersionedObject;
import dev.attacca.testing.LoopbackIndirection;
import org.junit.jupiter.api.Test;

/** Steps work on the differences that answers carry as they do on whole objects. */
class PartialDiffTest extends BothCodecsTest {
    @Versioned(value = "1.0", name = "Person")
    abstract static class Before extends VersionedObject {
        public abstract String getFullName();

        public abstract void setFullName(String fullName);

        public abstract int getVisits();

        public abstract void setVisits(int visits);

        public abstract String getTitle();

        public abstract void setTitle(String title);

        @Remotable
        public void marry(String last) {
            setFullName(getFullName().substring(0, getFullName().indexOf(' ') + 1) + last);
        }

        @Remotable
        public void visit() {
            setVisits(getVisits() + 1);
        }

        @Remotable
        public void save() {
            resetChanges();
        }

        @Remotable
        public String seen() {
            return toString();
        }
    }

    /** The full name became two, and the title went away. */
    @Versioned(value = "1.1", name = "Person")
    @Removed(field = "fullName", type = String.class, nullable = false, in = "1.1")
    @Removed(field = "title", type = String.class, nullable = false, in = "1.1")
    abstract static class Since extends VersionedObject {
        @Added(in = "1.1")
        public abstract String getFirst();

        public abstract void setFirst(String first);

        @Added(in = "1.1")
        public abstract String getLast();

        public abstract void setLast(String last);

        public abstract int getVisits();

        public abstract void setVisits(int visits);

        @Remotable
        public void marry(String last) {
            setLast(last);
        }

        @Remotable
        public void visit() {
            setVisits(getVisits() + 1);
        }

        @Remotable
        public void save() {
            resetChanges();
        }

        @Remotable
        public String seen() {
            return toString();
        }

        @Downgrade(from = "1.1", to = "1.0", loses = "")
        static void join(SnapshotEditor snapshot) {
            if (snapshot.isSet("first") && snapshot.isSet("last")) {
                snapshot.set("fullName", snapshot.get("first") + " " + snapshot.get("last"));
            }
        }

        @Upgrade(from = "1.0", to = "1.1")
        static void split(SnapshotEditor snapshot) {
            if (snapshot.isSet("fullName")) {
                String name = String.valueOf(snapshot.get("fullName"));
                snapshot.set("first", name.substring(0, name.indexOf(' ')));
                snapshot.set("last", name.substring(name.indexOf(' ') + 1));
            }
        }
    }

    private final LoopbackIndirection olderCaller = between(Before.class, Since.class);
    private final LoopbackIndirection newerCaller = between(Since.class, Before.class);

    private Before ada() {
        Before ada = olderCaller.context().create(Before.class);
        ada.setFullName("Ada Byron");
        ada.setVisits(1);
        ada.resetChanges();
        return ada;
    }

    PartialDiffTest(CodecKind codec) {
        super(codec);
    }

    @Test
    void a_field_worked_out_from_two_follows_when_only_one_of_them_changed() {
        Before ada = ada();

        ada.marry("Lovelace");

        assertThat(ada.getFullName()).isEqualTo("Ada Lovelace");
    }

    @Test
    void a_step_sends_nothing_of_what_did_not_change() {
        Before ada = ada();
        Before alike = ada();
        alike.setFullName("Ada " + "x".repeat(1000));
        alike.resetChanges();

        ada.visit();
        int bytes = answerBytes();
        alike.visit();

        assertThat(answerBytes()).isEqualTo(bytes);
        assertThat(ada.getVisits()).isEqualTo(2);
    }

    private int answerBytes() {
        var exchanges = olderCaller.exchanges();
        return exchanges.get(exchanges.size() - 1).replyBytes();
    }

    @Test
    void what_the_caller_changed_in_a_removed_field_stays_changed_until_it_is_stored() {
        Before ada = ada();
        ada.setFullName("Ada Lovelace");

        ada.visit();

        assertThat(ada.changes()).containsExactly("fullName", "visits");
        ada.save();
        assertThat(ada.changes()).isEmpty();
    }

    @Test
    void a_newer_caller_sees_in_both_fields_what_an_older_conductor_changed_in_one() {
        Since ada = newerCaller.context().create(Since.class);
        ada.setFirst("Ada");
        ada.setLast("Byron");
        ada.resetChanges();

        ada.marry("Lovelace");

        assertThat(ada.getFirst()).isEqualTo("Ada");
        assertThat(ada.getLast()).isEqualTo("Lovelace");
    }

    @Test
    void a_change_that_no_step_takes_over_from_a_removed_field_is_told() {
        Before ada = ada();
        ada.setTitle("Countess");

        ada.visit();

        assertThat(olderCaller.losses())
                .map(Loss::toString)
                .containsExactly("Person.title: changed, but removed after 1.0");
    }

    @Test
    void a_newer_caller_changes_in_both_fields_what_an_older_conductor_has_in_one() {
        Since ada = newerCaller.context().create(Since.class);
        ada.setFirst("Ada");
        ada.setLast("Byron");
        ada.resetChanges();
        ada.setLast("Lovelace");

        assertThat(ada.seen()).isEqualTo("Person 1.0[*fullName=Ada Lovelace, title=-, visits=-]");
        assertThat(ada.changes()).containsExactly("last");
    }

    @Test
    void a_field_that_a_step_carries_elsewhere_is_no_loss() {
        ada().marry("Lovelace");

        assertThat(olderCaller.losses()).isEmpty();
    }
}
