package dev.attacca.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.conformance.Choirs.Choir;
import dev.attacca.error.InvalidCallException;
import dev.attacca.object.AlternateContext;
import dev.attacca.object.Batch;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ReadDeleted;
import dev.attacca.object.RequestContext;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Within a function that names a call nothing is carried out, whatever it calls. */
class CapturesTest extends ConformanceTest {
    private final Choir choir = choir(context);

    CapturesTest(Mode mode) {
        super(mode);
    }

    private static Choir choir(ObjectContext context) {
        Choir choir = context.create(Choir.class);
        choir.setName("c");
        choir.resetChanges();
        return choir;
    }

    private void refused(Consumer<Choir> function, String message) {
        for (Consumer<Choir> caller : List.<Consumer<Choir>>of(
                c -> context.runAsync(c, function), c -> context.batch().run(c, function))) {
            assertThatThrownBy(() -> caller.accept(choir))
                    .isInstanceOf(InvalidCallException.class)
                    .hasMessage(message);
        }
        assertThat(units.events()).isEmpty();
        assertThat(choir.getName()).isEqualTo("c");
    }

    @Test
    void a_remotable_of_an_object_of_a_derived_context_is_refused() {
        String refused =
                "Choir.rename: called on another object (expected: one remotable of the object that was given);"
                        + " call it before";
        for (ObjectContext derived :
                List.of(context.elevated(), context.withReadDeleted(ReadDeleted.YES), context.withoutLazyLoads())) {
            Choir other = choir(derived);

            refused(c -> other.rename("d"), refused);

            assertThat(other.getName()).isEqualTo("c");
        }
    }

    @Test
    void so_is_one_of_a_context_that_has_nothing_to_do_with_it() {
        Choir stranger = choir(line.context(RequestContext.create()));
        String refused =
                "Choir.rename: called on another object (expected: one remotable of the object that was given);"
                        + " call it before";

        refused(c -> stranger.rename("d"), refused);

        assertThat(stranger.getName()).isEqualTo("c");
    }

    @Test
    void so_is_the_object_itself_under_another_context() {
        refused(
                c -> {
                    try (AlternateContext elevated = c.alternateContext(context.elevated())) {
                        c.rename(elevated.context().request().requestId());
                    }
                },
                "Choir.rename: called under another context (expected: the one that was asked to begin the call); ask"
                        + " that one");
    }

    @Test
    void so_are_a_batch_and_another_call_even_if_the_refusal_is_caught() {
        ObjectContext elevated = context.elevated();
        Choir other = choir(elevated);
        Batch batch = elevated.batch();
        batch.run(other, o -> o.rename("d"));

        refused(
                c -> {
                    assertThatThrownBy(batch::commit).isInstanceOf(InvalidCallException.class);
                    c.rename("d");
                },
                "a batch within a function that names a call (expected: one remotable); begin it before or after");
        refused(
                c -> elevated.runAsync(other, o -> o.rename("d")),
                "a call within a function that names a call (expected: one remotable); begin it before or after");
        assertThat(other.getName()).isEqualTo("c");
    }

    @Test
    void what_was_refused_leaves_no_trace() {
        refused(
                c -> {},
                "Choir: no remotable called (expected: one); getters, setters and other methods need no answer");

        context.runAsync(choir, c -> c.rename("d")).toCompletableFuture().join();

        assertThat(choir.getName()).isEqualTo("d");
    }
}
