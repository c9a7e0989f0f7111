package dev.attacca.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.RemoteFailureException;
import dev.attacca.registry.Sample;
import dev.attacca.registry.Sample.Machine;
import dev.attacca.transport.ExchangeListener.Exchange;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopbackIndirectionTest {
    private final LoopbackIndirection loopback = LoopbackIndirection.of(Sample.registry());

    @Test
    void a_call_is_one_round_trip_of_real_bytes() {
        Machine machine = loopback.context().create(Machine.class);

        machine.rename("m");

        assertThat(machine.getName()).isEqualTo("m");
        assertThat(loopback.exchanges()).extracting(Exchange::message).containsExactly("hello", "hello", "act");
        assertThat(loopback.exchanges().get(2).requestBytes()).isBetween(40, 200);
        assertThat(loopback.exchanges().get(2).replyBytes()).isBetween(10, 100);
    }

    @Test
    void queries_travel_too() {
        Machine.Query query = loopback.context().query(Machine.Query.class);

        assertThat(query.named("q").getName()).isEqualTo("q");
        assertThat(query.none()).isNull();
        assertThat(query.count(List.of("a"), null)).isEqualTo(1);
    }

    @Test
    void what_a_body_throws_crosses_as_a_fault_and_changes_nothing_here() {
        Machine machine = loopback.context().create(Machine.class);
        machine.setName("m");

        assertThatThrownBy(() -> machine.fail("why")).isInstanceOf(RemoteFailureException.class);

        assertThat(machine.getName()).isEqualTo("m");
    }
}
