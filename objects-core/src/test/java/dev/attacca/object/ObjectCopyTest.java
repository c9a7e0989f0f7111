package dev.attacca.object;

import static dev.attacca.object.Crates.crate;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.object.Crates.Crate;
import dev.attacca.object.Crates.Tag;
import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ObjectCopyTest {
    private final ObjectContext context = Crates.context();
    private final Crate original = crate(context, "original");

    @Test
    void a_copy_has_the_same_version_fields_changes_and_context() {
        Crate old = (Crate) Slots.values(original);
        Slots.initialize(old, original.type(), context, Version.of(1, 1), original.present, original.changed);
        old.setWeight(3);

        Crate copy = VersionedObject.copyOf(old);

        assertThat(copy).isNotSameAs(old);
        assertThat(copy.version()).isEqualTo(Version.of(1, 1));
        assertThat(copy.context()).isSameAs(context);
        assertThat(copy.changes()).containsExactly("weight");
        assertThat(copy.isSet("tag")).isFalse();
        assertThat(copy).hasToString(old.toString());
        assertThat(copy.equalsByValue(old)).isTrue();
    }

    @Test
    void a_set_of_objects_is_a_set_of_copies_in_the_same_order() {
        original.setHeap(new LinkedHashSet<>(List.of(crate(context, "b"), crate(context, "a"), original)));

        Crate copy = VersionedObject.copyOf(original);

        assertThat(copy.getHeap()).extracting(Crate::getName).containsExactly("b", "a", "original");
        assertThat(copy.getHeap()).last().isSameAs(copy);
        assertThat(copy.getHeap()).doesNotContainAnyElementsOf(original.getHeap());
    }

    @Test
    void neither_sees_what_the_other_becomes() {
        Tag tag = context.create(Tag.class);
        tag.setText("before");
        original.setTag(tag);
        original.resetChanges();
        Crate copy = VersionedObject.copyOf(original);

        tag.setText("after");
        copy.setWeight(1);

        assertThat(requireNonNull(copy.getTag()).getText()).isEqualTo("before");
        assertThat(copy.changes()).containsExactly("weight");
        assertThat(original.changes()).containsExactly("tag");
        assertThat(original.isSet("weight")).isFalse();
    }

    @Test
    void what_two_fields_share_their_copies_share() {
        Crate shared = crate(context, "shared");
        original.setInner(shared);
        original.setNextTo(shared);
        original.setStacked(List.of(shared, original, shared));
        original.setNamed(Map.of("b", shared, "a", crate(context, "other")));
        original.setRows(List.of(List.of(shared), List.of()));
        original.setShelves(Map.of("top", Arrays.asList(null, shared)));

        Crate copy = VersionedObject.copyOf(original);

        Crate copied = requireNonNull(copy.getInner());
        assertThat(copied).isNotSameAs(shared).isSameAs(copy.getNextTo());
        assertThat(copy.getStacked()).hasSize(3);
        assertThat(copy.getStacked().get(0)).isSameAs(copied);
        assertThat(copy.getStacked().get(1)).isSameAs(copy);
        assertThat(copy.getStacked().get(2)).isSameAs(copied);
        assertThat(new ArrayList<>(copy.getNamed().keySet())).containsExactly("a", "b");
        assertThat(copy.getNamed().get("b")).isSameAs(copied);
        assertThat(copy.getRows().get(0).get(0)).isSameAs(copied);
        assertThat(requireNonNull(copy.getShelves().get("top"))).containsExactly(null, copied);
        assertThat(copy.equalsByValue(original)).isTrue();
    }

    @Test
    void copied_collections_cannot_be_changed_behind_the_object() {
        original.setStacked(List.of(crate(context, "held")));
        original.setNamed(new TreeMap<>(Map.of("held", crate(context, "held"))));
        Crate copy = VersionedObject.copyOf(original);

        assertThatThrownBy(() -> copy.getStacked().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> copy.getNamed().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void objects_that_hold_each_other_are_copied_once_each() {
        List<Crate> ring = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            ring.add(crate(context, "crate " + i));
        }
        for (int i = 0; i < ring.size(); i++) {
            ring.get(i).setInner(ring.get((i + 1) % ring.size()));
            ring.get(i).setStacked(ring);
        }

        Crate copy = VersionedObject.copyOf(ring.get(0));

        assertThat(Nested.reachable(copy).size()).isEqualTo(40);
        Crate at = copy;
        for (int i = 0; i < 40; i++) {
            assertThat(at.getName()).isEqualTo("crate " + i);
            assertThat(at.getStacked().get(i)).isSameAs(at);
            at = requireNonNull(at.getInner());
        }
        assertThat(at).isSameAs(copy);
    }

    @Test
    void clone_is_refused_with_the_remedy() {
        assertThatThrownBy(original::clone)
                .isInstanceOf(CloneNotSupportedException.class)
                .hasMessage(
                        "Crate: clone() shares fields (expected: VersionedObject.copyOf(object), which copies them)");
    }
}
