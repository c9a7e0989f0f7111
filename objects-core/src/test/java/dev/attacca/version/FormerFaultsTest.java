package dev.attacca.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Polymorphic;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Renamed;
import dev.attacca.annotation.Versioned;
import dev.attacca.codec.Agreement;
import dev.attacca.codec.CodecKind;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.LoopbackIndirection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the ancestor is known to get wrong about versions, a test for each complaint. */
class FormerFaultsTest extends BothCodecsTest {
    /** The caller's release. */
    static final class Older {
        @Polymorphic
        @Versioned("1.0")
        abstract static class Item extends VersionedObject {
            public abstract String getLabel();

            public abstract void setLabel(String label);
        }

        @Versioned("1.1")
        abstract static class Book extends Older.Item {
            public abstract int getPages();
        }

        @Versioned("1.0")
        abstract static class Basket extends VersionedObject {
            public abstract @Nullable String getName();

            public abstract void setName(@Nullable String name);

            public abstract List<Older.Item> getItems();

            public abstract void setItems(List<Older.Item> items);

            public abstract Map<String, List<Older.Item>> getNested();

            @Remotable
            public void work(String what) {}
        }
    }

    /** The conductor's: the basket's version is the same, what it holds moved on. */
    static final class Newer {
        @Polymorphic
        @Versioned("1.1")
        abstract static class Item extends VersionedObject {
            @Renamed(from = "label", in = "1.1")
            public abstract String getTitle();

            public abstract void setTitle(String title);

            @Added(in = "1.1")
            public abstract @Nullable String getOwner();

            public abstract void setOwner(@Nullable String owner);
        }

        @Versioned("1.2")
        abstract static class Book extends Newer.Item {
            public abstract int getPages();

            public abstract void setPages(int pages);

            @Override
            @Renamed(from = "label", in = "1.2")
            public abstract String getTitle();

            @Override
            @Added(in = "1.2")
            public abstract @Nullable String getOwner();
        }

        @Versioned("1.0")
        abstract static class Film extends Newer.Item {
            @Override
            public abstract String getTitle();

            @Override
            public abstract @Nullable String getOwner();
        }

        @Versioned("1.1")
        abstract static class Basket extends VersionedObject {
            @Renamed(from = "name", in = "1.1")
            public abstract @Nullable String getCaption();

            public abstract void setCaption(@Nullable String caption);

            public abstract List<Newer.Item> getItems();

            public abstract void setItems(List<Newer.Item> items);

            public abstract Map<String, List<Newer.Item>> getNested();

            public abstract void setNested(Map<String, List<Newer.Item>> nested);

            @Remotable
            public void work(String what) {
                switch (what) {
                    case "film" -> setItems(List.of(item(Newer.Film.class)));
                    case "nested" -> setNested(Map.of("a", List.of(item(Newer.Book.class), item(Newer.Item.class))));
                    case "unset" -> Slots.unset(this, Objects.requireNonNull(type().field("caption")));
                    default -> getItems().get(0).setOwner("somebody");
                }
            }

            private <T extends Newer.Item> T item(Class<T> type) {
                T item = context().create(type);
                item.setTitle("title");
                item.setOwner("owner");
                return item;
            }
        }
    }

    private final LoopbackIndirection loopback = between(
            List.of(Older.Basket.class, Older.Item.class, Older.Book.class),
            List.of(Newer.Basket.class, Newer.Item.class, Newer.Book.class, Newer.Film.class));
    private final Older.Basket basket = loopback.context().create(Older.Basket.class);

    FormerFaultsTest(CodecKind codec) {
        super(codec);
    }

    @Test
    void a_class_that_the_reader_lacks_is_refused_by_name_and_never_sent_too_new() {
        basket.setName("before");

        assertThatThrownBy(() -> basket.work("film"))
                .isInstanceOf(UnknownTypeException.class)
                .hasMessageContaining("Film");
        assertThat(basket.isSet("items")).isFalse();
    }

    @Test
    void a_nested_class_has_the_version_its_reader_knows_whatever_its_holder_says() {
        basket.work("nested");

        List<Older.Item> items = Objects.requireNonNull(basket.getNested().get("a"));
        assertThat(items).extracting(Older.Item::getLabel).containsExactly("title", "title");
        assertThat(items.get(1).version()).isEqualTo(Version.of(1, 0));
    }

    @Test
    void a_subclass_has_its_own_version_and_not_its_bases() {
        basket.work("nested");

        VersionedObject book =
                Objects.requireNonNull(basket.getNested().get("a")).get(0);
        assertThat(book).isInstanceOf(Older.Book.class);
        assertThat(book.version()).isEqualTo(Version.of(1, 1));
    }

    @Test
    void changes_never_name_a_field_that_the_reader_does_not_have_however_deep() {
        basket.work("nested");

        assertThat(Objects.requireNonNull(basket.getNested().get("a")))
                .extracting(item -> item.changes().toString())
                .containsExactly("[label]", "[label]");
    }

    @Test
    void a_newer_field_that_a_body_sets_in_a_nested_object_reaches_no_older_caller() {
        Older.Item item = loopback.context().create(Older.Item.class);
        item.setLabel("mine");
        basket.setItems(List.of(item));

        basket.work("own");

        assertThat(basket.getItems()).containsExactly(item);
        assertThat(item.getLabel()).isEqualTo("mine");
        assertThat(loopback.losses()).extracting(Object::toString).containsExactly("Item.owner: not in 1.0");
    }

    @Test
    void a_field_that_became_unset_is_reported_under_the_readers_name() {
        basket.setName("before");

        basket.work("unset");

        assertThat(basket.isSet("name")).isFalse();
    }

    static final class Texts {
        @Versioned(value = "1.0", name = "Holder")
        abstract static class OfTexts extends VersionedObject {
            public abstract List<String> getHeld();
        }

        @Versioned(value = "1.0", name = "Holder")
        abstract static class OfNumbers extends VersionedObject {
            public abstract List<Integer> getHeld();
        }

        @Versioned(value = "1.0", name = "Holder")
        abstract static class OfNullable extends VersionedObject {
            public abstract List<@Nullable String> getHeld();
        }

        @Versioned(value = "1.0", name = "Holder")
        abstract static class OfItems extends VersionedObject {
            public abstract List<Older.Item> getHeld();
        }

        @Versioned(value = "1.0", name = "Holder")
        abstract static class OfBooks extends VersionedObject {
            public abstract List<Older.Book> getHeld();
        }
    }

    @Test
    void element_and_target_types_are_part_of_what_two_sides_compare() {
        List<Class<? extends VersionedObject>> shapes = List.of(
                Texts.OfTexts.class,
                Texts.OfNumbers.class,
                Texts.OfNullable.class,
                Texts.OfItems.class,
                Texts.OfBooks.class);
        for (Class<? extends VersionedObject> mine : shapes) {
            for (Class<? extends VersionedObject> theirs : shapes) {
                ObjectRegistry here = Releases.of(List.of(mine, Older.Item.class, Older.Book.class));
                ObjectRegistry there = Releases.of(List.of(theirs, Older.Item.class, Older.Book.class));
                Agreement agreement = Agreement.between(here, there.schemaSet());

                if (mine == theirs) {
                    assertThat(agreement.typed("Holder").layout().version()).isEqualTo(Version.of(1, 0));
                } else {
                    assertThat(here.schemaSet().hash())
                            .isNotEqualTo(there.schemaSet().hash());
                    assertThatThrownBy(() -> agreement.typed("Holder"))
                            .isInstanceOf(VersionMismatchException.class)
                            .hasMessageContaining("Holder 1.0 is not the same on both sides: only here [held ");
                }
            }
        }
    }
}
