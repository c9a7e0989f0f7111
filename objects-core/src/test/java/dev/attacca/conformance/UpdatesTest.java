package dev.attacca.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.conformance.Workshop.Bench;
import dev.attacca.conformance.Workshop.Tool;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a body did to its object is what the caller then has, and nothing else. */
class UpdatesTest extends ConformanceTest {
    UpdatesTest(Mode mode) {
        super(mode);
    }

    private Bench full() {
        Bench bench = bench("b");
        bench.setTools(List.of(tool("saw"), tool("file")));
        bench.setPegs(Map.of("1", tool("one")));
        bench.setVice(tool("vice"));
        bench.resetChanges();
        return bench;
    }

    @Test
    void what_a_body_set_is_set_and_changed() {
        Bench bench = bench("b");

        bench.rename("c");

        assertThat(bench.getName()).isEqualTo("c");
        assertThat(bench.changes()).containsExactly("name");
    }

    @Test
    void what_a_body_set_to_null_is_null_not_unset() {
        Bench bench = bench("b");
        bench.setNote("n");
        bench.resetChanges();

        bench.clearNote();

        assertThat(bench.isSet("note")).isTrue();
        assertThat(bench.getNote()).isNull();
        assertThat(bench.changes()).containsExactly("note");
    }

    @Test
    void what_a_body_reset_is_no_change_any_more() {
        Bench bench = full();
        bench.setUses(1);
        bench.getTools().get(0).setWear(5);

        bench.settle();

        assertThat(bench.getUses()).isEqualTo(2);
        assertThat(bench.changes()).isEmpty();
        assertThat(bench.getTools().get(0).changes()).isEmpty();
        assertThat(bench.getTools().get(0).getWear()).isEqualTo(5);
    }

    @Test
    void setting_an_equal_value_is_no_change_there_either() {
        Bench bench = bench("b");

        bench.rename("b");

        assertThat(bench.changes()).isEmpty();
    }

    @Test
    void a_body_that_does_nothing_changes_nothing() {
        Bench bench = full();
        bench.setUses(3);
        String before = bench.toString();

        bench.nothing();

        assertThat(bench).hasToString(before);
        assertThat(bench.changes()).containsExactly("uses");
    }

    @Test
    void nested_objects_stay_the_callers_own_whether_a_body_touched_them_or_not() {
        Bench bench = full();
        Tool saw = bench.getTools().get(0);
        Tool one = bench.getPegs().get("1");
        Tool vice = bench.getVice();
        bench.getTools().get(1).setWear(8);

        bench.rename("c");
        bench.getTools().get(1).use();

        assertThat(bench.getTools().get(0)).isSameAs(saw);
        assertThat(bench.getPegs().get("1")).isSameAs(one);
        assertThat(bench.getVice()).isSameAs(vice);
        assertThat(bench.getTools().get(1).getWear()).isEqualTo(9);
    }

    @Test
    void what_a_body_changed_in_nested_objects_is_changed_in_the_callers_own() {
        Bench bench = full();
        Tool saw = bench.getTools().get(0);
        Tool vice = bench.getVice();

        bench.useEverything();

        assertThat(bench.getTools().get(0)).isSameAs(saw);
        assertThat(bench.getVice()).isSameAs(vice);
        assertThat(saw.getWear()).isEqualTo(1);
        assertThat(saw.changes()).containsExactly("wear");
        assertThat(bench.getPegs().get("1")).extracting(Tool::getWear).isEqualTo(1);
        assertThat(bench.changes()).containsExactly("pegs", "tools", "vice");
    }

    @Test
    void a_nested_object_that_a_body_replaced_is_another_one() {
        Bench bench = full();
        Tool vice = bench.getVice();

        bench.replaceVice("new");

        assertThat(bench.getVice()).isNotSameAs(vice).extracting(Tool::getName).isEqualTo("new");
        assertThat(bench.changes()).containsExactly("vice");
        assertThat(bench.getVice()).extracting(Tool::changes).isEqualTo(new TreeSet<>());
    }

    @Test
    void a_list_that_a_body_replaced_has_its_order() {
        Bench bench = full();

        bench.sortTools();

        assertThat(bench.getTools()).extracting(Tool::getName).containsExactly("file", "saw");
        assertThat(bench.changes()).containsExactly("tools");
    }

    @Test
    void an_object_that_came_with_a_reply_can_call_again() {
        Bench bench = full();

        bench.replaceVice("new");
        Objects.requireNonNull(bench.getVice()).use();

        assertThat(bench.getVice()).extracting(Tool::getWear).isEqualTo(1);
    }
}
