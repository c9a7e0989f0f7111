package dev.attacca.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.object.ObjectContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.LazyLoadDetector;
import dev.attacca.testing.LoopbackIndirection;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Lists fetch what they need at once. */
class ConcertLoadsTest {
    // docs:start lazy
    @AutoClose
    private final LazyLoadDetector detector = LazyLoadDetector.start();

    private final ObjectContext context =
            detector.watch(LoopbackIndirection.of(ObjectRegistry.load(), new Hall("Messiah", "Winterreise"))
                    .context());

    @Test
    void the_seats_of_a_programme_are_fetched_at_once() {
        List<Concert> programme = Concert.query(context).all();

        context.load(programme, "seats");

        assertThat(programme)
                .allSatisfy(concert -> assertThat(concert.getSeats()).hasSize(3));
    }
    // docs:end lazy
}
