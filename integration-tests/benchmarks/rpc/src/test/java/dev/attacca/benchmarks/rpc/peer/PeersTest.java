package dev.attacca.benchmarks.rpc.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attacca.benchmarks.load.Latencies;
import dev.attacca.benchmarks.rpc.load.Load;
import dev.attacca.benchmarks.rpc.load.PayloadCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeersTest {
    /** Where the peers with TLS put their certificates. */
    @TempDir
    private static Path folder;

    @BeforeAll
    static void chooseTheFolder() {
        System.setProperty(Peers.FOLDER_PROPERTY, folder.toString());
    }

    @AfterAll
    static void forgetTheFolder() {
        System.clearProperty(Peers.FOLDER_PROPERTY);
    }

    static List<String> names() {
        return Peers.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void what_comes_back_is_what_was_sent(String name) throws Exception {
        assumeTrue(
                !name.startsWith("attacca-fleet")
                        || System.getProperty("os.name").equals("Linux"),
                "elsewhere 127.0.0.1 alone leads back, and a fleet has an address for each connection");
        Peer peer = Peers.of(name);
        try (Peer.PeerServer server = peer.serve();
                PeerClient client = peer.connect(server.port())) {
            PayloadCheck.of(peer, client);

            for (CallMode mode : peer.modes()) {
                Load load = Load.start(client, mode, 3);
                load.open();
                Load.Window window = load.close();
                Latencies latencies = load.stop();
                assertThat(window.nanos()).isPositive();
                assertThat(latencies.count()).isGreaterThanOrEqualTo(window.calls());
            }
        }
    }

    @Test
    void a_thousand_connections_are_a_thousand() throws Exception {
        AttaccaPeer peer = AttaccaPeer.connections(1000);
        try (AttaccaPeer.Served server = peer.serve();
                PeerClient client = peer.connect(server.port())) {
            assertThat(client).isNotNull();
            assertThat(server.connections()).isEqualTo(1000);
        }
    }

    @Test
    void an_answer_with_other_content_is_seen() {
        PeerClient garbling = new PeerClient() {
            @Override
            public BlockingCaller blocking() {
                return () -> "something";
            }

            @Override
            public boolean isPayload(Object answer) {
                return answer.equals("something else");
            }

            @Override
            public void close() {}
        };
        Peer peer = new Peer() {
            @Override
            public Set<CallMode> modes() {
                return Set.of(CallMode.BLOCKING);
            }

            @Override
            public PeerServer serve() {
                throw new UnsupportedOperationException("not started");
            }

            @Override
            public PeerClient connect(int port) {
                return garbling;
            }
        };

        assertThatThrownBy(() -> PayloadCheck.of(peer, garbling))
                .hasMessage("came back: something (expected: what was sent)");
    }

    @Test
    void a_call_that_fails_ends_the_load() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        PeerClient failing = new PeerClient() {
            @Override
            public BlockingCaller blocking() {
                return () -> {
                    called.countDown();
                    throw new IllegalStateException("refused");
                };
            }

            @Override
            public boolean isPayload(Object answer) {
                return true;
            }

            @Override
            public void close() {}
        };

        Load load = Load.start(failing, CallMode.BLOCKING, 2);
        called.await();

        assertThatThrownBy(load::stop).hasMessage("a call failed: java.lang.IllegalStateException: refused");
    }

    @Test
    void an_unknown_subject_is_told_which_there_are() {
        assertThatThrownBy(() -> Peers.of("carrier-pigeon"))
                .hasMessageStartingWith("subject: carrier-pigeon (expected: one of [attacca, attacca-tls,");
    }
}
