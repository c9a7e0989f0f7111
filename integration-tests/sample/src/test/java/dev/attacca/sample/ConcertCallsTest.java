package dev.attacca.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConflictException;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.LoopbackIndirection;
import org.junit.jupiter.api.Test;

/** Calls through real bytes, without a server. */
class ConcertCallsTest {
    // docs:start loopback
    private final Hall hall = new Hall("Messiah", "Winterreise");
    private final LoopbackIndirection loopback = LoopbackIndirection.of(ObjectRegistry.load(), hall);

    @Test
    void a_sold_seat_is_taken_and_paid() {
        Concert concert = Concert.query(loopback.context()).all().get(0);

        concert.sell(2, 4500);

        assertThat(concert.getEarned()).isEqualTo(4500);
        assertThat(concert.getSeats().get(1).getState()).isEqualTo(SeatState.TAKEN);
        assertThat(concert.changes()).isEmpty();
    }
    // docs:end loopback

    @Test
    void a_seat_is_sold_once() {
        Concert mine = Concert.query(loopback.context()).all().get(0);
        Concert yours = Concert.query(loopback.context()).all().get(0);
        mine.sell(2, 4500);

        assertThatThrownBy(() -> yours.sell(2, 4500))
                .isInstanceOf(ConflictException.class)
                .hasMessageStartingWith("row 2 of Messiah: taken (expected: free)");
        assertThat(yours.getEarned()).isZero();
    }

    // docs:start releases
    @Test
    void a_box_office_of_release_1_0_sells_too() {
        LoopbackIndirection skewed = LoopbackIndirection.between(OldHall.registry(), ObjectRegistry.load(), hall);
        OldHall.Concert concert =
                skewed.context().query(OldHall.Concert.Query.class).all().get(0);

        concert.sell(1, 4500);

        assertThat(concert.getName()).isEqualTo("Messiah");
        assertThat(concert.getEarned()).isEqualTo(4500);
        assertThat(skewed.agreement().skew()).containsExactly("Concert 1.0 -> 1.2", "Seat 1.0 -> 1.1");
    }
    // docs:end releases
}
