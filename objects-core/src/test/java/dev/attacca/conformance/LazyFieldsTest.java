package dev.attacca.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.conformance.Choirs.Choir;
import dev.attacca.conformance.Workshop.Bench;
import dev.attacca.conformance.Workshop.Tool;
import dev.attacca.error.NotFoundException;
import dev.attacca.error.UnsetFieldException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lazy fields are fetched when they are read, once. */
class LazyFieldsTest extends ConformanceTest {
    LazyFieldsTest(Mode mode) {
        super(mode);
    }

    @Test
    void a_lazy_field_is_fetched_once_and_is_no_change() {
        Bench bench = bench("b");

        assertThat(bench.isSet("motto")).isFalse();
        assertThat(bench.getMotto()).isEqualTo("motto of b");
        bench.setName("c");

        assertThat(bench.getMotto()).isEqualTo("motto of b");
        assertThat(bench.isSet("motto")).isTrue();
        assertThat(bench.changes()).containsExactly("name");
        assertThat(units.events())
                .containsExactly(
                        "open Bench.loadMotto read-only",
                        "commit Bench.loadMotto read-only",
                        "close Bench.loadMotto read-only");
    }

    @Test
    void lazy_objects_arrive_bound_and_keep_their_identity() {
        Bench bench = bench("b");

        List<Tool> spares = bench.getSpares();

        assertThat(spares).extracting(Tool::getName).containsExactly("spare 0", "spare 1");
        assertThat(bench.getSpares().get(0)).isSameAs(spares.get(0));
        assertThat(bench.changes()).isEmpty();
        spares.get(0).use();
        assertThat(bench.changes()).containsExactly("spares");
    }

    @Test
    void a_loader_that_fails_leaves_the_field_unset() {
        Bench bench = bench("b");

        assertThatThrownBy(bench::getLost)
                .isInstanceOf(NotFoundException.class)
                .hasMessage("Bench.lost: gone (expected: there)");

        assertThat(bench.isSet("lost")).isFalse();
        assertThat(bench.changes()).isEmpty();
    }

    @Test
    void a_loaded_field_travels_with_the_next_call() {
        Bench bench = bench("b");
        bench.getMotto();

        assertThat(bench.described().get(0)).contains("motto=motto of b");
    }

    @Test
    void a_loader_that_reads_its_own_field_is_refused() {
        Choir choir = context.create(Choir.class);
        choir.setName("c");

        assertThatThrownBy(choir::getCreed)
                .isInstanceOf(UnsetFieldException.class)
                .hasMessage("Choir.creed: read while Choir.loadCreed fetches it (expected: a loader that reads other"
                        + " fields only); have it return the value");
        assertThatThrownBy(() -> context.load(List.of(choir), "creed"))
                .isInstanceOf(UnsetFieldException.class)
                .hasMessageStartingWith("Choir.creed: read while Choir.loadCreed fetches it");
        assertThat(choir.isSet("creed")).isFalse();
    }

    @Test
    void loaders_that_read_each_others_fields_are_refused() {
        Choir choir = context.create(Choir.class);
        choir.setName("c");

        assertThatThrownBy(choir::getVerse)
                .isInstanceOf(UnsetFieldException.class)
                .hasMessageStartingWith("Choir.refrain: read while Choir.loadRefrain fetches it");
    }
}
