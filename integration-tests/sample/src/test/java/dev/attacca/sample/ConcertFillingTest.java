package dev.attacca.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.object.ObjectContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.LoopbackIndirection;
import dev.attacca.testing.ObjectFiller;
import org.junit.jupiter.api.Test;

/** Objects that a test needs but has nothing to say about. */
class ConcertFillingTest {
    // docs:start filler
    private final ObjectRegistry registry = ObjectRegistry.load();
    private final ObjectContext context =
            LoopbackIndirection.of(registry, new Hall()).context();

    @Test
    void a_filled_concert_has_everything() {
        Concert concert = ObjectFiller.of(registry)
                .seed(7)
                .setting("Seat.row", random -> 1 + random.nextInt(3))
                .filled(Concert.class, context);

        assertThat(concert.getSeats())
                .isNotEmpty()
                .allSatisfy(seat -> assertThat(seat.getRow()).isBetween(1, 3));
        assertThat(concert.toString()).doesNotContain("=-");
    }
    // docs:end filler
}
