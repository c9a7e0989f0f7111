package dev.attacca.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Downgrade;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Sensitive;
import dev.attacca.annotation.Upgrade;
import dev.attacca.annotation.Versioned;
import dev.attacca.codec.CodecKind;
import dev.attacca.codec.Loss;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Money;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.BackportMatrix;
import dev.attacca.testing.LoopbackIndirection;
import dev.attacca.value.ValueSupport;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A field of any type can go, and steps still read and set it for those who have it. */
class RemovedFieldsTest extends BothCodecsTest {
    static final class Before {
        @Versioned("1.0")
        abstract static class Stamp extends VersionedObject {
            public abstract String getPlace();

            public abstract void setPlace(String place);
        }

        @Versioned("1.0")
        abstract static class Letter extends VersionedObject {
            public abstract String getText();

            public abstract void setText(String text);

            public abstract List<String> getTags();

            public abstract void setTags(List<String> tags);

            public abstract Set<Integer> getCodes();

            public abstract void setCodes(Set<Integer> codes);

            public abstract Map<String, @Nullable String> getNotes();

            public abstract void setNotes(Map<String, @Nullable String> notes);

            public abstract Money getPostage();

            public abstract void setPostage(Money postage);

            public abstract @Nullable String getPin();

            public abstract void setPin(@Nullable String pin);

            public abstract Before.Stamp getStamp();

            public abstract void setStamp(Before.Stamp stamp);

            public abstract Before.Stamp getSeal();

            public abstract void setSeal(Before.Stamp seal);

            public abstract List<Before.Stamp> getCopies();

            public abstract void setCopies(List<Before.Stamp> copies);

            @Remotable
            public void post(String place) {
                setText(getText() + "!");
                getStamp().setPlace(place);
            }

            @Remotable
            public String seen() {
                return toString();
            }
        }
    }

    /** Each field but the text became one of another name and type. */
    static final class Since {
        @Versioned("1.0")
        abstract static class Stamp extends VersionedObject {
            public abstract String getPlace();

            public abstract void setPlace(String place);
        }

        @Versioned("1.1")
        @Removed(field = "stamp", type = Since.Stamp.class, nullable = false, in = "1.1")
        @Removed(field = "postage", type = Money.class, nullable = false, in = "1.1")
        abstract static class Letter extends VersionedObject {
            interface Past {
                @Removed(in = "1.1")
                List<String> getTags();

                @Removed(in = "1.1")
                Set<Integer> getCodes();

                @Removed(in = "1.1")
                Map<String, @Nullable String> getNotes();

                @Removed(in = "1.1")
                @Sensitive
                @Nullable
                String getPin();

                @Removed(in = "1.1")
                Since.Stamp getSeal();

                @Removed(in = "1.1")
                List<Since.Stamp> getCopies();
            }

            public abstract String getText();

            public abstract void setText(String text);

            @Added(in = "1.1")
            public abstract List<List<String>> getWords();

            public abstract void setWords(List<List<String>> words);

            @Added(in = "1.1")
            public abstract List<Integer> getNumbers();

            public abstract void setNumbers(List<Integer> numbers);

            @Added(in = "1.1")
            public abstract List<Map<String, @Nullable String>> getRemarks();

            public abstract void setRemarks(List<Map<String, @Nullable String>> remarks);

            @Added(in = "1.1")
            public abstract List<Money> getCosts();

            public abstract void setCosts(List<Money> costs);

            @Added(in = "1.1")
            public abstract List<Since.Stamp> getStamps();

            public abstract void setStamps(List<Since.Stamp> stamps);

            @Added(in = "1.1")
            public abstract List<List<Since.Stamp>> getSheets();

            public abstract void setSheets(List<List<Since.Stamp>> sheets);

            @Remotable
            public void post(String place) {
                setText(getText() + "!");
                getStamps().get(0).setPlace(place);
            }

            @Remotable
            public String seen() {
                return toString();
            }

            @Downgrade(from = "1.1", to = "1.0", loses = "")
            static void tags(SnapshotEditor snapshot) {
                if (snapshot.isSet("words")) {
                    snapshot.set(
                            "tags",
                            listOf(snapshot, "words").stream()
                                    .map(word -> ((List<?>) word).get(0))
                                    .toList());
                }
            }

            @Upgrade(from = "1.0", to = "1.1")
            static void words(SnapshotEditor snapshot) {
                if (snapshot.isSet("tags")) {
                    snapshot.set(
                            "words",
                            listOf(snapshot, "tags").stream().map(List::of).toList());
                }
            }

            @Downgrade(from = "1.1", to = "1.0", loses = "")
            static void codes(SnapshotEditor snapshot) {
                if (snapshot.isSet("numbers")) {
                    snapshot.set("codes", new HashSet<>(listOf(snapshot, "numbers")));
                }
            }

            @Upgrade(from = "1.0", to = "1.1")
            static void numbers(SnapshotEditor snapshot) {
                if (snapshot.isSet("codes")) {
                    snapshot.set("numbers", List.copyOf((Set<?>) Objects.requireNonNull(snapshot.get("codes"))));
                }
            }

            @Downgrade(from = "1.1", to = "1.0", loses = "")
            static void notes(SnapshotEditor snapshot) {
                if (snapshot.isSet("remarks")) {
                    snapshot.set("notes", listOf(snapshot, "remarks").get(0));
                }
            }

            @Upgrade(from = "1.0", to = "1.1")
            static void remarks(SnapshotEditor snapshot) {
                if (snapshot.isSet("notes")) {
                    snapshot.set("remarks", List.of(Objects.requireNonNull(snapshot.get("notes"))));
                }
            }

            @Downgrade(from = "1.1", to = "1.0", loses = "")
            static void postage(SnapshotEditor snapshot) {
                if (snapshot.isSet("costs")) {
                    snapshot.set("postage", listOf(snapshot, "costs").get(0));
                }
            }

            @Upgrade(from = "1.0", to = "1.1")
            static void costs(SnapshotEditor snapshot) {
                if (snapshot.isSet("postage")) {
                    snapshot.set("costs", List.of(Objects.requireNonNull(snapshot.get("postage"))));
                }
            }

            @Downgrade(from = "1.1", to = "1.0", loses = "")
            static void stamp(SnapshotEditor snapshot) {
                if (snapshot.isSet("stamps")) {
                    snapshot.set("stamp", listOf(snapshot, "stamps").get(0));
                }
            }

            @Upgrade(from = "1.0", to = "1.1")
            static void stamps(SnapshotEditor snapshot) {
                if (snapshot.isSet("stamp")) {
                    snapshot.set("stamps", List.of(Objects.requireNonNull(snapshot.get("stamp"))));
                }
            }

            @Downgrade(from = "1.1", to = "1.0", loses = "")
            static void copies(SnapshotEditor snapshot) {
                if (snapshot.isSet("sheets")) {
                    snapshot.set("copies", listOf(snapshot, "sheets").get(0));
                }
            }

            @Upgrade(from = "1.0", to = "1.1")
            static void sheets(SnapshotEditor snapshot) {
                if (snapshot.isSet("copies")) {
                    snapshot.set("sheets", List.of(Objects.requireNonNull(snapshot.get("copies"))));
                }
            }

            private static List<?> listOf(SnapshotEditor snapshot, String field) {
                return (List<?>) Objects.requireNonNull(snapshot.get(field));
            }
        }
    }

    private record Post(List<Class<? extends VersionedObject>> types) implements ObjectDomain {
        @Override
        public String name() {
            return "post";
        }

        @Override
        public List<ValueSupport<?>> values() {
            return List.of(new Money.Support());
        }

        ObjectRegistry registry() {
            return ObjectRegistry.builder().add(this).build();
        }
    }

    private static final ObjectRegistry OLDER = new Post(List.of(Before.Letter.class, Before.Stamp.class)).registry();
    private static final ObjectRegistry NEWER = new Post(List.of(Since.Letter.class, Since.Stamp.class)).registry();

    private final LoopbackIndirection olderCaller;
    private final LoopbackIndirection newerCaller;

    RemovedFieldsTest(CodecKind codec) {
        super(codec);
        olderCaller = LoopbackIndirection.between(OLDER, NEWER, UnitOfWorkFactory.NONE, codec);
        newerCaller = LoopbackIndirection.between(NEWER, OLDER, UnitOfWorkFactory.NONE, codec);
    }

    private Before.Stamp stamp(String place) {
        Before.Stamp stamp = olderCaller.context().create(Before.Stamp.class);
        stamp.setPlace(place);
        stamp.resetChanges();
        return stamp;
    }

    private Since.Letter newerLetter() {
        Since.Stamp first = newerCaller.context().create(Since.Stamp.class);
        first.setPlace("Riga");
        Since.Letter letter = newerCaller.context().create(Since.Letter.class);
        letter.setText("Dear");
        letter.setStamps(List.of(first));
        letter.resetChanges(true);
        return letter;
    }

    @Test
    void upgrade_steps_read_lists_sets_maps_and_values_of_ones_own() {
        Before.Letter letter = olderCaller.context().create(Before.Letter.class);
        letter.setText("Dear");
        letter.setTags(List.of("a", "b"));
        letter.setCodes(Set.of(2, 1));
        letter.setNotes(Map.of("k", "v"));
        letter.setPostage(new Money(95, Currency.getInstance("CHF")));

        assertThat(letter.seen())
                .isEqualTo(
                        "Letter 1.1[*costs=[Money[cents=95, currency=CHF]], *numbers=[1, 2], *remarks=[{k=v}], sheets=-, stamps=-, *text=Dear,"
                                + " *words=[[a], [b]]]");
    }

    @Test
    void downgrade_steps_set_them() {
        Since.Letter letter = newerLetter();
        letter.setWords(List.of(List.of("air")));
        letter.setNumbers(List.of(3));
        letter.setRemarks(List.of(Map.of("k", "v")));
        letter.setCosts(List.of(new Money(7, Currency.getInstance("EUR"))));

        assertThat(letter.seen())
                .contains("[*codes=[3],", " *notes={k=v},", " *postage=Money[cents=7, currency=EUR],", " *tags=[air],");
    }

    @Test
    void objects_in_a_removed_field_cross_in_both_directions() {
        Before.Letter letter = olderCaller.context().create(Before.Letter.class);
        letter.setText("Dear");
        letter.setStamp(stamp("Riga"));
        letter.setCopies(List.of(stamp("Ghent")));
        letter.resetChanges(true);

        letter.post("Bern");

        assertThat(letter.getText()).isEqualTo("Dear!");
        assertThat(letter.getStamp().getPlace()).isEqualTo("Bern");
        assertThat(letter.getCopies()).extracting(Before.Stamp::getPlace).containsExactly("Ghent");
    }

    @Test
    void a_newer_caller_has_in_its_own_fields_what_an_older_conductor_changed_in_an_object_of_a_removed_one() {
        Since.Letter letter = newerLetter();

        letter.post("Bern");

        assertThat(letter.getText()).isEqualTo("Dear!");
        assertThat(letter.getStamps()).extracting(Since.Stamp::getPlace).containsExactly("Bern");
    }

    @Test
    void a_change_in_an_object_of_a_removed_field_that_no_step_looks_at_is_told() {
        Before.Letter letter = olderCaller.context().create(Before.Letter.class);
        letter.setText("Dear");
        letter.setSeal(stamp("Ghent"));
        letter.resetChanges(true);
        letter.getSeal().setPlace("Bern");

        letter.seen();

        assertThat(olderCaller.losses())
                .map(Loss::toString)
                .containsExactly("Letter.seal: changed, but removed after 1.0");
    }

    @Test
    void every_version_pair_agrees() {
        assertThat(BackportMatrix.of(NEWER)
                        .using(Money.class, random -> new Money(random.nextInt(), Currency.getInstance("EUR")))
                        .check()
                        .pairs())
                .isEqualTo(3);
    }
}
