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

/** Arguments and results of every kind. */
class ResultsTest extends ConformanceTest {
    private final Bench.Query query = context.query(Bench.Query.class);

    ResultsTest(Mode mode) {
        super(mode);
    }

    @Test
    void values_come_back_as_they_went() {
        assertThat(query.echoBoolean(true)).isTrue();
        assertThat(query.echoInt(Integer.MIN_VALUE)).isEqualTo(Integer.MIN_VALUE);
        assertThat(query.echoLong(1L << 62)).isEqualTo(1L << 62);
        assertThat(query.echoDouble(Double.NaN)).isNaN();
        assertThat(query.echoDouble(Double.NEGATIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(query.echoString("ä♪\u0000")).isEqualTo("ä♪\u0000");
        assertThat(query.echoString("")).isEmpty();
        assertThat(query.echoGrade(Grade.COARSE)).isEqualTo(Grade.COARSE);
        UUID uuid = new UUID(-1, 0);
        assertThat(query.echoUuid(uuid)).isEqualTo(uuid);
        Instant instant = Instant.parse("1969-07-20T20:17:40.000001Z");
        assertThat(query.echoInstant(instant)).isEqualTo(instant);
        assertThat(query.echoMap(Map.of("a", 1L, "b", -1L))).isEqualTo(Map.of("a", 1L, "b", -1L));
        assertThat(query.echoList(List.of(Grade.FINE, Grade.FINE))).containsExactly(Grade.FINE, Grade.FINE);
    }

    @Test
    void nulls_come_back_where_they_are_allowed() {
        assertThat(query.echoBoolean(null)).isNull();
        assertThat(query.echoLong(null)).isNull();
        assertThat(query.echoString(null)).isNull();
        assertThat(query.echoGrade(null)).isNull();
        assertThat(query.maybe(false)).isNull();
    }

    @Test
    void objects_come_back_with_what_they_hold_unchanged_and_bound_to_the_caller() {
        Bench found = query.maybe(true);

        assertThat(found).isNotNull();
        assertThat(found.changes()).isEmpty();
        assertThat(found.context()).isSameAs(context);
        assertThat(found.getTools()).singleElement().satisfies(tool -> {
            assertThat(tool.getName()).isEqualTo("of maybe");
            assertThat(tool.context()).isSameAs(context);
        });
    }

    @Test
    void lists_and_maps_of_objects_come_back() {
        assertThat(query.named(List.of("b", "a"))).extracting(Bench::getName).containsExactly("b", "a");
        assertThat(query.byName(List.of("b", "a")))
                .hasSize(2)
                .allSatisfy((name, bench) -> assertThat(bench.getName()).isEqualTo(name));
        assertThat(query.named(List.of())).isEmpty();
    }

    @Test
    void a_result_keeps_the_changes_that_the_body_left_in_it() {
        Bench changed = query.changed("c");

        assertThat(changed.getName()).isEqualTo("c");
        assertThat(changed.changes()).containsExactly("name");
    }

    @Test
    void a_result_can_call_again() {
        Bench found = query.named(List.of("a")).get(0);

        found.rename("b");

        assertThat(found.getName()).isEqualTo("b");
    }

    @Test
    void a_body_that_returns_its_object_returns_the_callers_own() {
        Bench bench = bench("b");

        assertThat(bench.self()).isSameAs(bench);
        assertThat(bench.getUses()).isEqualTo(41);
    }

    @Test
    void nested_objects_of_a_result_can_call_too() {
        Tool tool = query.named(List.of("a")).get(0).getTools().get(0);

        tool.use();

        assertThat(tool.getWear()).isEqualTo(1);
        assertThat(tool.getMaker()).isEqualTo("maker of of a");
    }
}
