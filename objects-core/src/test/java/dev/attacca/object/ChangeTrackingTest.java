package dev.attacca.object;

import static dev.attacca.object.Crates.crate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.object.Crates.Crate;
import dev.attacca.value.SensitiveString;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeTrackingTest {
    private final ObjectContext context = Crates.context();
    private final Crate outer = crate(context, "outer");
    private final Crate inner = crate(context, "inner");

    static Stream<Arguments> waysToHold() {
        return Stream.of(
                way("inner", Crate::setInner),
                way("stacked", (holder, held) -> holder.setStacked(List.of(held))),
                way("rows", (holder, held) -> holder.setRows(List.of(List.of(), List.of(held)))),
                way("shelves", (holder, held) -> holder.setShelves(Map.of("top", Arrays.asList(null, held)))),
                way("heap", (holder, held) -> holder.setHeap(Set.of(held))),
                way("heaps", (holder, held) -> holder.setHeaps(Map.of("left", Set.of(), "right", Set.of(held)))),
                way("named", (holder, held) -> holder.setNamed(Map.of("one", held))));
    }

    private static Arguments way(String field, BiConsumer<Crate, Crate> hold) {
        return Arguments.of(field, hold);
    }

    @ParameterizedTest
    @MethodSource("waysToHold")
    void a_change_three_objects_down_shows_at_the_top(String field, BiConsumer<Crate, Crate> hold) {
        Crate middle = crate(context, "middle");
        hold.accept(outer, middle);
        hold.accept(middle, inner);
        outer.resetChanges();
        assertThat(outer.changes()).isEmpty();

        inner.setWeight(1);

        assertThat(outer.changes()).containsExactly(field);
        assertThat(middle.changes()).containsExactly(field);
        assertThat(inner.changes()).containsExactly("weight");
    }

    @Test
    void objects_that_hold_each_other_end_where_they_began() {
        outer.setInner(inner);
        inner.setInner(outer);
        outer.resetChanges();

        outer.setWeight(1);

        assertThat(outer.changes()).containsExactly("weight");
        assertThat(inner.changes()).containsExactly("inner");
        outer.resetChanges();
        assertThat(outer.changes()).isEmpty();
    }

    @Test
    void what_is_reached_by_way_of_the_holder_is_no_change_of_the_field() {
        Crate beside = crate(context, "beside");
        outer.setInner(inner);
        inner.setInner(outer);
        outer.setNextTo(beside);
        outer.resetChanges();

        beside.setWeight(1);

        assertThat(outer.changes()).containsExactly("nextTo");
    }

    @Test
    void a_chain_of_a_hundred_thousand_objects_costs_no_stack() {
        Crate last = outer;
        for (int i = 0; i < 100_000; i++) {
            Crate next = crate(context, "next");
            last.setInner(next);
            last = next;
        }
        outer.resetChanges();
        last.setWeight(1);

        assertThat(outer.changes()).containsExactly("inner");
        assertThat(VersionedObject.copyOf(outer).equalsByValue(outer)).isTrue();
    }

    @Test
    void changed_values_are_those_of_the_changed_fields() {
        outer.setWeight(2.5);
        outer.setInner(inner);
        inner.setWeight(1);

        assertThat(outer.changedValues()).containsExactly(Map.entry("inner", inner), Map.entry("weight", 2.5));
    }

    @Test
    void reset_of_this_object_alone_leaves_what_it_holds() {
        outer.setWeight(1);
        outer.setInner(inner);
        inner.setWeight(1);

        outer.resetChanges(false);

        assertThat(outer.changes()).containsExactly("inner");
        assertThat(inner.changes()).containsExactly("weight");
    }

    @Test
    void reset_of_named_fields_reaches_what_they_hold_and_nothing_else() {
        Crate beside = crate(context, "beside");
        outer.setWeight(1);
        outer.setInner(inner);
        outer.setNextTo(beside);
        inner.setInner(outer);
        inner.setWeight(1);
        beside.setWeight(1);

        outer.resetChanges("inner");

        assertThat(inner.changes()).containsExactly("inner");
        assertThat(outer.changes()).containsExactly("nextTo", "weight");
        assertThat(beside.changes()).containsExactly("weight");
    }

    @Test
    void reset_of_a_field_that_does_not_exist_forgets_nothing() {
        outer.setWeight(1);

        assertThatThrownBy(() -> outer.resetChanges("weight", "colour"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Crate.colour: no such field (expected one of: [codes, heap, heaps, inner, labels, name, named, nextTo, origin, rows, secret, shelves, sizes,"
                                + " stacked, tag, weight])");

        assertThat(outer.changes()).containsExactly("weight");
    }

    @Test
    void setting_an_equal_value_is_not_a_change_and_an_equal_object_is() {
        outer.setLabels(Map.of("a", "1"));
        outer.setWeight(Double.NaN);
        outer.setInner(inner);
        outer.setSizes(Set.of(3, 1, 2));
        outer.setRows(List.of(List.of(inner)));
        outer.resetChanges();

        outer.setLabels(Map.of("a", "1"));
        outer.setWeight(Double.NaN);
        outer.setInner(inner);
        outer.setSizes(new HashSet<>(List.of(1, 2, 3)));
        outer.setRows(List.of(List.of(inner)));
        assertThat(outer.changes()).isEmpty();

        outer.setInner(VersionedObject.copyOf(inner));
        assertThat(outer.changes()).containsExactly("inner");
    }

    @Test
    void the_text_of_objects_that_hold_each_other_is_one_line() {
        outer.setSecret("s3cret");
        outer.setCodes(List.of(SensitiveString.of("s3cret")));
        outer.setRows(List.of(List.of(outer), List.of(inner, inner)));
        outer.setInner(inner);
        inner.setInner(outer);
        outer.setStacked(List.of(inner, outer));
        outer.setNamed(Map.of("one", inner));
        outer.setLabels(Map.of());
        outer.resetChanges();
        inner.setWeight(1);

        assertThat(outer)
                .hasToString(
                        "Crate 1.3[codes=***, heap=-, heaps=-, *inner=Crate 1.3, labels={}, name=outer, *named=1 object, nextTo=-,"
                                + " origin=-, *rows=3 objects, secret=***, shelves=-, sizes=-, *stacked=2 objects, tag=-,"
                                + " weight=-]");
    }
}
