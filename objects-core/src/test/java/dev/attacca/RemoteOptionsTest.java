package dev.attacca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConfigurationException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteOptionsTest {
    @Test
    void addresses_are_kept_unresolved_and_defaults_are_these() {
        RemoteOptions options = RemoteOptions.to("conductor.example:7400", "[::1]:7401");

        assertThat(options.conductors())
                .containsExactly(
                        InetSocketAddress.createUnresolved("conductor.example", 7400),
                        InetSocketAddress.createUnresolved("[::1]", 7401));
        assertThat(options.callTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.peer())
                .isEqualTo("process " + ProcessHandle.current().pid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", ":7400", "host:", "host:x", "host:0", "host:65536", "host:-1"})
    void an_address_of_another_form_is_refused(String address) {
        assertThatThrownBy(() -> RemoteOptions.to(address))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("conductor: " + address + " (expected: host:port with a port from 1 to 65535)");
    }

    @Test
    void a_call_timeout_out_of_range_is_refused() {
        assertThatThrownBy(() -> RemoteOptions.to("host:1").callTimeout(Duration.ZERO))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("callTimeout: PT0S (expected: more than 0, at most PT10M)");
    }
}
