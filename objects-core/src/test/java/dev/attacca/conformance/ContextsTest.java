package dev.attacca.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.conformance.Workshop.Bench;
import dev.attacca.object.AlternateContext;
import dev.attacca.object.Deadline;
import dev.attacca.object.ReadDeleted;
import dev.attacca.object.RequestContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A body runs under the request of its caller, in one unit of work. */
class ContextsTest extends ConformanceTest {
    ContextsTest(Mode mode) {
        super(mode);
    }

    @Test
    void a_body_knows_on_whose_behalf_it_runs() {
        RequestContext request = RequestContext.create().onBehalfOf("ada", "engines");

        assertThat(line.context(request).query(Bench.Query.class).request())
                .containsExactly(request.requestId(), "ada", "engines", "NO");
        assertThat(context.query(Bench.Query.class).request())
                .containsExactly(context.request().requestId(), "null", "null", "NO");
    }

    @Test
    void a_body_knows_whether_its_caller_is_elevated() {
        assertThat(context.query(Bench.Query.class).isAdmin()).isFalse();
        assertThat(context.elevated().query(Bench.Query.class).isAdmin()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(ReadDeleted.class)
    void a_body_knows_which_rows_its_request_sees(ReadDeleted mode) {
        RequestContext request = RequestContext.create().withReadDeleted(mode);

        assertThat(line.context(request).query(Bench.Query.class).request()).endsWith(mode.name());
    }

    @Test
    void a_body_knows_whether_it_runs_as_an_administrator() {
        assertThat(context.query(Bench.Query.class).admin()).isFalse();
        assertThat(context.elevated().query(Bench.Query.class).admin()).isTrue();
    }

    @Test
    void a_body_that_elevates_its_context_stays_in_its_unit_of_work() {
        assertThat(context.query(Bench.Query.class).adminHereAndElevated()).containsExactly(false, true);
        assertThat(units.events()).hasSize(3);
    }

    @Test
    void an_object_can_call_under_another_context_for_a_while() {
        Bench bench = bench("b");

        try (AlternateContext elevated = bench.alternateContext(context.elevated())) {
            assertThat(elevated.context()).isSameAs(bench.context());
            assertThat(bench.admin()).isTrue();
        }

        assertThat(bench.admin()).isFalse();
    }

    @Test
    void a_body_knows_how_long_its_caller_waits() {
        RequestContext request = RequestContext.create().withDeadline(Deadline.after(Duration.ofMinutes(5)));

        assertThat(line.context(request).query(Bench.Query.class).remainingMillis())
                .isBetween(1L, Duration.ofMinutes(5).toMillis());
    }

    @Test
    void a_call_is_one_unit_of_work_however_many_remotables_its_body_calls() {
        Bench bench = bench("b");

        bench.renameTwice("c", "d");

        assertThat(bench.getName()).isEqualTo("d");
        assertThat(units.events())
                .containsExactly("open Bench.renameTwice", "commit Bench.renameTwice", "close Bench.renameTwice");
    }

    @Test
    void a_body_that_runs_again_finds_receiver_and_arguments_as_they_came() {
        Bench bench = bench("b");
        Bench other = bench("c");
        bench.setUses(10);
        other.setUses(20);
        units.abort(2);

        assertThat(bench.useWith(other)).isEqualTo(21);

        assertThat(bench.getUses()).isEqualTo(11);
        assertThat(units.events()).filteredOn(event -> event.startsWith("open")).hasSize(3);
        assertThat(units.events()).containsOnlyOnce("commit Bench.useWith");
    }

    @Test
    void a_body_finds_what_its_unit_of_work_offers() {
        assertThat(bench("b").shelf()).isEqualTo("shelf of Bench.shelf");
    }
}
