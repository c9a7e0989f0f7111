package dev.attacca.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.conformance.Choirs.Choir;
import dev.attacca.conformance.Workshop.Bench;
import dev.attacca.conformance.Workshop.Tool;
import dev.attacca.error.ConflictException;
import dev.attacca.error.OrphanedObjectException;
import dev.attacca.error.Outcome;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.error.UnsetFieldException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call that fails leaves everything as it was, and says why. */
class FailuresTest extends ConformanceTest {
    private final Bench bench = bench("b");

    FailuresTest(Mode mode) {
        super(mode);
        bench.setNote("n");
        bench.setTools(List.of(tool("saw")));
        bench.setPegs(Map.of("1", tool("one")));
        bench.setVice(tool("vice"));
        bench.resetChanges();
        bench.setUses(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"conflict", "unset", "crash"})
    void what_a_body_did_before_it_threw_is_undone(String how) {
        List<String> before = bench.described();
        Tool saw = bench.getTools().get(0);
        Tool vice = bench.getVice();

        assertThatThrownBy(() -> bench.spoil(how)).isInstanceOf(RuntimeException.class);

        assertThat(bench.described()).isEqualTo(before);
        assertThat(bench.getTools().get(0)).isSameAs(saw);
        assertThat(bench.getVice()).isSameAs(vice);
        assertThat(bench.changes()).containsExactly("uses");
    }

    @Test
    void an_error_of_ours_arrives_with_its_type_message_and_facts() {
        assertThatThrownBy(() -> bench.spoil("conflict"))
                .isInstanceOfSatisfying(ConflictException.class, conflict -> {
                    assertThat(conflict.details())
                            .containsOnly(
                                    Map.entry("entity", "Bench[4]"),
                                    Map.entry("expected", "open=true"),
                                    Map.entry("actual", "open=false"));
                    assertThat(conflict.retryable()).isFalse();
                })
                .hasMessage("Bench[4]: open=false (expected: open=true); read it again and decide anew");
    }

    @Test
    void reading_an_unset_field_in_a_body_names_it_to_the_caller() {
        assertThatThrownBy(() -> bench.spoil("unset"))
                .isInstanceOf(UnsetFieldException.class)
                .hasMessage("Bench.labels: not set (expected: a field that was set or loaded; load the object with it,"
                        + " or make it @Lazy)");
    }

    @Test
    void what_failed_can_be_called_again() {
        assertThatThrownBy(() -> bench.spoil("conflict")).isInstanceOf(ConflictException.class);

        bench.rename("c");

        assertThat(bench.getName()).isEqualTo("c");
    }

    @Test
    void an_object_without_a_context_cannot_call() {
        Bench orphan = REGISTRY.type(Bench.class).newObject(null);
        orphan.setName("o");

        assertThatThrownBy(() -> orphan.rename("p"))
                .isInstanceOf(OrphanedObjectException.class)
                .hasMessage(
                        "Bench: no context (expected: an object made by context.create(...) or returned by a query);"
                                + " bind it first");
        assertThatThrownBy(orphan::getMotto).isInstanceOf(OrphanedObjectException.class);
        assertThat(orphan.getName()).isEqualTo("o");
    }

    @Test
    void nothing_is_committed_of_a_call_that_failed() {
        assertThatThrownBy(() -> bench.spoil("crash")).isInstanceOf(RuntimeException.class);

        assertThat(units.events()).containsExactly("open Bench.spoil", "close Bench.spoil");
    }

    private Choir choir() {
        Choir choir = context.create(Choir.class);
        choir.setName("c");
        choir.resetChanges();
        return choir;
    }

    @Test
    void an_error_that_no_domain_declares_arrives_without_its_class() {
        Choir choir = choir();

        assertThatThrownBy(() -> choir.fail("hoarse"))
                .isInstanceOfSatisfying(RemoteFailureException.class, hoarse -> {
                    assertThat(hoarse.code()).isEqualTo("HOARSE");
                    assertThat(hoarse.type()).isEqualTo("HOARSE");
                    assertThat(hoarse.outcome()).isEqualTo(Outcome.REFUSED);
                    assertThat(hoarse.details()).containsExactly(Map.entry("voice", "soprano"));
                })
                .hasMessage("soprano: hoarse (expected: a voice); rest");
        assertThatThrownBy(() -> choir.fail("taken"))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        taken -> assertThat(taken.details()).containsExactly(Map.entry("stage", "main")))
                .hasMessage("stage: taken (expected: free); wait");
        assertThat(choir.getName()).isEqualTo("c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"assertion", "overflow", "linkage", "crash"})
    void what_nobody_foresaw_is_internal_and_undone_whatever_was_thrown(String how) {
        Choir choir = choir();

        assertThatThrownBy(() -> choir.fail(how))
                .isInstanceOfSatisfying(RemoteFailureException.class, internal -> {
                    assertThat(internal.code()).isEqualTo(RemoteFailureException.INTERNAL);
                    assertThat(internal.outcome()).isEqualTo(Outcome.REFUSED);
                })
                .hasMessageNotContaining("secret");

        assertThat(choir.getName()).isEqualTo("c");
        choir.rename("d");
        assertThat(choir.getName()).isEqualTo("d");
    }
}
