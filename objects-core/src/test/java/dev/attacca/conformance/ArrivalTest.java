package dev.attacca.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.conformance.Workshop.Bench;
import dev.attacca.conformance.Workshop.Grade;
import dev.attacca.conformance.Workshop.Tool;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a body sees is what its caller has. */
class ArrivalTest extends ConformanceTest {
    ArrivalTest(Mode mode) {
        super(mode);
    }

    private static List<String> shown(Bench bench, Tool... tools) {
        List<String> shown = new java.util.ArrayList<>(List.of(bench.toString()));
        for (Tool tool : tools) {
            shown.add(tool.toString());
        }
        return shown;
    }

    @Test
    void a_bench_without_any_field_arrives_without_any() {
        Bench bench = context.create(Bench.class);

        assertThat(bench.described()).isEqualTo(shown(bench));
    }

    @Test
    void unset_null_and_value_arrive_as_three_things() {
        Bench bench = bench("b");
        bench.setNote(null);
        bench.setSince(Instant.parse("2026-11-20T10:15:30.123456Z"));

        assertThat(bench.described())
                .isEqualTo(shown(bench))
                .singleElement()
                .asString()
                .contains("*note=null", "*since=2026-11-20T10:15:30.123456Z", "labels=-", ", name=b");
    }

    @Test
    void every_kind_of_field_arrives() {
        Bench bench = bench("bänk ♪");
        bench.setId(UUID.fromString("c0ffee00-1111-4222-8333-444455556666"));
        bench.setUses(Long.MIN_VALUE);
        bench.setHeight(-0.0);
        bench.setOpen(true);
        bench.setGrade(Grade.COARSE);
        bench.setLabels(Map.of("b", "2", "a", "", "c", "♪"));
        bench.setLock("s3cret");

        assertThat(bench.described())
                .isEqualTo(shown(bench))
                .singleElement()
                .asString()
                .contains("height=-0.0", "lock=***", "labels={a=, b=2, c=♪}");
    }

    @Test
    void changes_arrive_as_changes_those_of_nested_objects_too() {
        Bench bench = bench("b");
        bench.setTools(List.of(tool("saw"), tool("file")));
        bench.resetChanges();
        bench.getTools().get(1).setWear(7);
        bench.setUses(1);

        assertThat(bench.described())
                .isEqualTo(
                        shown(bench, bench.getTools().get(0), bench.getTools().get(1)));
        assertThat(bench.described().get(0)).contains("*tools=2 objects", "*uses=1", ", name=b");
        assertThat(bench.described().get(2)).contains("*wear=7");
    }

    @Test
    void nested_objects_arrive_in_fields_lists_and_maps() {
        Bench bench = bench("b");
        bench.setTools(List.of(tool("saw")));
        bench.setPegs(Map.of("2", tool("two"), "1", tool("one")));
        bench.setVice(tool("vice"));

        assertThat(bench.described())
                .containsExactly(
                        bench.toString(),
                        bench.getTools().get(0).toString(),
                        "1: " + bench.getPegs().get("1"),
                        "2: " + bench.getPegs().get("2"),
                        String.valueOf(bench.getVice()));
    }

    @Test
    void an_argument_arrives_as_a_receiver_does() {
        Bench bench = bench("b");
        bench.setNote(null);
        bench.setTools(List.of(tool("saw")));
        bench.getTools().get(0).setWear(3);

        assertThat(context.query(Bench.Query.class).describedArgument(bench)).isEqualTo(bench.described());
    }

    @Test
    void empty_collections_arrive_empty() {
        Bench bench = bench("b");
        bench.setTools(List.of());
        bench.setPegs(Map.of());
        bench.setLabels(Map.of());

        assertThat(bench.described())
                .isEqualTo(shown(bench))
                .singleElement()
                .asString()
                .contains("tools=[]", "pegs={}", "labels={}");
    }
}
