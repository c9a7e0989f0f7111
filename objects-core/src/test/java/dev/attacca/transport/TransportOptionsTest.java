package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Pins every default, so that none changes by accident. */
class TransportOptionsTest {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    @Test
    void defaultsOfAServer() {
        assertThat(ServerOptions.at(TestPeers.ANY_PORT))
                .isEqualTo(new ServerOptions(
                        TestPeers.ANY_PORT,
                        Math.max(16, 4 * PROCESSORS),
                        1024,
                        Math.max(1, PROCESSORS / 2),
                        20_000,
                        256,
                        64,
                        1_048_576,
                        16_384,
                        262_144,
                        16_777_216,
                        65_536,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(30),
                        1_048_576,
                        67_108_864,
                        67_108_864,
                        Duration.ofNanos(50_000),
                        Duration.ofSeconds(10),
                        null));
    }

    @Test
    void defaultsOfAClient() {
        ClientOptions options = ClientOptions.to(TestPeers.ANY_PORT);

        assertThat(options.addresses()).containsExactly(TestPeers.ANY_PORT);
        assertThat(options.connections()).isEqualTo(2);
        assertThat(options.connectionsToOne()).isEqualTo(1);
        assertThat(options.eager()).isFalse();
        assertThat(options.connectTime()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.handshakeTime()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.keepalive()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.firstRetry()).isEqualTo(Duration.ofMillis(50));
        assertThat(options.longestRetry()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.maxPending()).isEqualTo(4096);
        assertThat(options.maxFrameBytes()).isEqualTo(16_777_216);
        assertThat(options.maxPendingBytes()).isEqualTo(67_108_864);
        assertThat(options.partsBytes()).isEqualTo(33_554_432);
        assertThat(options.closeGrace()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.tls()).isNull();
        assertThat(options.callbacks()).isNull();
        assertThat(options.listener()).isSameAs(ExchangeListener.NONE);
    }

    @Test
    void aValueThatCannotBeIsRefusedWhereItIsGiven() {
        assertThatThrownBy(() -> ServerOptions.builder(TestPeers.ANY_PORT).workers(0))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("workers: 0 (expected: at least 1)");
        assertThatThrownBy(() -> ClientOptions.builder(TestPeers.ANY_PORT).keepalive(Duration.ZERO))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("keepalive: PT0S (expected: more than 0, at most PT24H)");
        assertThatThrownBy(() -> ClientOptions.builder(TestPeers.ANY_PORT).connections(1025, 1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("connections: 1025 (expected: 1 to 1024)");
        assertThatThrownBy(() -> ClientOptions.builder(TestPeers.ANY_PORT).connections(2, 3))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("connectionsToOne: 3 (expected: 1 to 2, the number of connections)");
        assertThatThrownBy(() -> ClientOptions.builder().build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("addresses: none (expected: at least one host:port of a conductor)");
    }
}
