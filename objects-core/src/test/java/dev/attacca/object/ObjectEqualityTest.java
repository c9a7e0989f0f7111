package dev.attacca.object;

import static dev.attacca.object.Crates.crate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.object.Crates.Crate;
import dev.attacca.object.Crates.Tag;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObjectEqualityTest {
    private final ObjectContext context = Crates.context();
    private final Crate one = crate(context, "same");
    private final Crate other = crate(Crates.context(), "same");

    @Test
    void changes_and_context_do_not_count() {
        one.setWeight(0.5);
        Slots.load(other, field("weight"), 0.5);

        assertThat(one.equalsByValue(other)).isTrue();
        assertThat(one).isNotEqualTo(other);
        assertThat(one.equalsByValue(null)).isFalse();
        assertThat(one.equalsByValue(context.create(Tag.class))).isFalse();
    }

    @Test
    void unset_and_null_are_different() {
        one.setInner(null);

        assertThat(one.equalsByValue(other)).isFalse();
        assertThat(other.equalsByValue(one)).isFalse();
        assertThat(one.equalsByValue(other, "inner")).isTrue();
    }

    @Test
    void a_difference_at_any_depth_counts_unless_its_field_is_ignored() {
        for (Crate each : List.of(one, other)) {
            each.setStacked(List.of(crate(context, "first"), crate(context, "second")));
            each.setNamed(Map.of("a", crate(context, "third")));
        }
        assertThat(one.equalsByValue(other)).isTrue();

        one.getStacked().get(1).setWeight(1);
        assertThat(one.equalsByValue(other)).isFalse();
        assertThat(one.equalsByValue(other, "weight")).isTrue();

        other.getStacked().get(1).setWeight(1);
        one.getNamed().values().iterator().next().setSecret("s3cret");
        assertThat(one.equalsByValue(other)).isFalse();
        assertThat(one.equalsByValue(other, "named")).isTrue();
    }

    @Test
    void collections_of_another_size_or_with_other_keys_differ() {
        one.setStacked(List.of(crate(context, "first")));
        other.setStacked(List.of(crate(context, "first"), crate(context, "first")));
        assertThat(one.equalsByValue(other)).isFalse();

        other.setStacked(List.of(crate(context, "first")));
        one.setNamed(Map.of("a", crate(context, "x")));
        other.setNamed(Map.of("b", crate(context, "x")));
        assertThat(one.equalsByValue(other)).isFalse();
    }

    @Test
    void objects_that_hold_each_other_are_compared_to_the_end() {
        for (Crate each : List.of(one, other)) {
            Crate partner = crate(context, "partner");
            each.setInner(partner);
            partner.setInner(each);
        }
        assertThat(one.equalsByValue(other)).isTrue();

        Crate partner = other.getInner();
        if (partner != null) {
            partner.setWeight(1);
        }

        assertThat(one.equalsByValue(other)).isFalse();
    }

    @Test
    void sets_of_objects_are_equal_in_any_order() {
        Set<Crate> ab = new java.util.LinkedHashSet<>(List.of(crate(context, "a"), crate(context, "b")));
        Set<Crate> ba = new java.util.LinkedHashSet<>(List.of(crate(context, "b"), crate(context, "a")));
        Set<Crate> aa = new java.util.LinkedHashSet<>(List.of(crate(context, "a"), crate(context, "a")));
        one.setHeap(ab);
        other.setHeap(ba);
        assertThat(one.equalsByValue(other)).isTrue();

        other.setHeap(aa);

        assertThat(one.equalsByValue(other)).isFalse();
    }

    @Test
    void an_ignored_field_must_exist_where_that_can_be_known() {
        Tag tag = context.create(Tag.class);

        assertThatThrownBy(() -> tag.equalsByValue(context.create(Tag.class), "txt"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Tag.txt: no such field (expected one of: [text])");
    }

    @Test
    void an_ignored_field_must_be_one_of_a_class_that_can_be_held() {
        assertThat(one.equalsByValue(other, "text")).isTrue();

        assertThatThrownBy(() -> one.equalsByValue(other, "weight", "colour"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Crate.colour: no such field (expected: one of Crate or of what it can hold, [Crate, Tag])");
    }

    private ObjectField field(String name) {
        return one.type().fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
