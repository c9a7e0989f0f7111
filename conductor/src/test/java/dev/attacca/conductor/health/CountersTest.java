package dev.attacca.conductor.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.transport.CloseReason;
import dev.attacca.transport.TransportCounters;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountersTest {
    private static final TransportCounters TRANSPORT = new TransportCounters(
            1,
            2,
            23,
            Map.of(CloseReason.SILENT, 3L),
            24,
            Map.of("json", 25L, "kryo", 4L),
            5,
            6,
            7,
            8,
            9,
            10,
            11,
            12,
            13,
            14,
            15,
            16,
            17,
            26,
            18,
            27,
            19,
            20);

    private static final Counters COUNTERS = new Counters(TRANSPORT, Map.of("ok", 21L, "A\"B\\C\n", 22L));

    @Test
    void their_text_is_that_of_prometheus() {
        assertThat(COUNTERS.toText())
                .startsWith("""
                        # HELP attacca_conductor_connections_accepted_total Connections ever accepted.
                        # TYPE attacca_conductor_connections_accepted_total counter
                        attacca_conductor_connections_accepted_total 1
                        # HELP attacca_conductor_connections Connections that are open.
                        # TYPE attacca_conductor_connections gauge
                        attacca_conductor_connections 2
                        # HELP attacca_conductor_connections_closed_total Connections that ended, by reason.
                        # TYPE attacca_conductor_connections_closed_total counter
                        attacca_conductor_connections_closed_total{reason="silent"} 3
                        # HELP attacca_conductor_tls_handshakes TLS handshakes under way.
                        # TYPE attacca_conductor_tls_handshakes gauge
                        attacca_conductor_tls_handshakes 23
                        # HELP attacca_conductor_connections_secured_total Connections whose TLS handshake succeeded.
                        # TYPE attacca_conductor_connections_secured_total counter
                        attacca_conductor_connections_secured_total 24
                        # HELP attacca_conductor_handshakes_total Connections that agreed with their caller, by codec.
                        # TYPE attacca_conductor_handshakes_total counter
                        attacca_conductor_handshakes_total{codec="json"} 25
                        attacca_conductor_handshakes_total{codec="kryo"} 4
                        """)
                .contains(
                        "attacca_conductor_call_outcomes_total{outcome=\"A\\\"B\\\\C\\n\"} 22\n",
                        "attacca_conductor_call_outcomes_total{outcome=\"ok\"} 21\n",
                        "\nattacca_conductor_request_held_bytes 16\n")
                .endsWith("\nattacca_conductor_sent_bytes_total 20\n");
        assertThat(COUNTERS.toText().lines())
                .allMatch(line -> line.startsWith("# ")
                        || line.matches("[a-z_]+(\\{[a-z]+=\"([^\"\\\\]|\\\\[\\\\\"n])*\"\\})? \\d+"));
    }

    @Test
    void their_json_has_the_same_names() {
        assertThat(COUNTERS.toJson())
                .isEqualTo("{\"connections_accepted\":1,\"connections\":2,\"connections_closed\":{\"silent\":3},"
                        + "\"tls_handshakes\":23,\"connections_secured\":24,\"handshakes\":{\"json\":25,\"kryo\":4},\"calls_received\":5,\"calls_waiting\":6,\"calls_in_flight\":7,\"calls_executed\":8,"
                        + "\"calls_not_executed\":{\"cancelled\":13,\"dropped\":14,\"expired\":12,\"overloaded\":11},"
                        + "\"calls_answered\":9,\"calls_failed\":10,"
                        + "\"call_outcomes\":{\"A\\\"B\\\\C\\u000a\":22,\"ok\":21},\"parts_sent\":15,"
                        + "\"request_held_bytes\":16,\"reply_held_bytes\":17,\"accepting_pauses\":26,\"reading_pauses\":18,\"flushes\":27,"
                        + "\"received_bytes\":19,\"sent_bytes\":20}");
    }

    @Test
    void the_page_tells_them_once_it_knows_them() throws Exception {
        try (HealthPage page = HealthPage.open(0)) {
            assertThat(get(page, "/metrics").statusCode()).isEqualTo(503);
            page.show(
                    () -> {
                        throw new IllegalStateException("nobody asked how it is");
                    },
                    () -> COUNTERS);

            HttpResponse<String> text = get(page, "/metrics");
            assertThat(text.statusCode()).isEqualTo(200);
            assertThat(text.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(text.body()).isEqualTo(COUNTERS.toText());
            HttpResponse<String> json = get(page, "/counters");
            assertThat(json.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
            assertThat(json.body()).isEqualTo(COUNTERS.toJson() + "\n");
        }
    }

    private static HttpResponse<String> get(HealthPage page, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + page.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
