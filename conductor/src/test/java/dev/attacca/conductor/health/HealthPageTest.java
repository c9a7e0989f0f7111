package dev.attacca.conductor.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthPageTest {
    private final HealthPage page = HealthPage.open(0);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        page.close();
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + page.port() + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void it_answers_before_there_is_anything_to_tell() throws Exception {
        HttpResponse<String> answer = send("GET", "/health");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"status\":\"starting\"}\n");
        assertThat(page.url()).isEqualTo("http://127.0.0.1:" + page.port() + "/health");
    }

    @Test
    void it_answers_nothing_else() throws Exception {
        assertThat(send("GET", "/").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/health/more").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/health").statusCode()).isEqualTo(405);
    }

    @Test
    void clients_that_send_half_a_request_do_not_hide_it_from_the_others() throws Exception {
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.port());
            socket.getOutputStream().write("GET /hea".getBytes(StandardCharsets.US_ASCII));
            silent.add(socket);
        }

        assertThat(send("GET", "/health").statusCode()).isEqualTo(503);

        for (Socket socket : silent) {
            socket.close();
        }
    }

    @Test
    void it_listens_on_loopback_only() throws Exception {
        // An address that is ours but not the loopback's usual one: a socket bound to all addresses would answer there.
        assertThatThrownBy(() -> new Socket("127.0.0.2", page.port()).close()).isInstanceOf(IOException.class);
    }

    @Test
    void a_port_in_use_is_refused_with_the_way_out() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> HealthPage.open(taken.getLocalPort()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("health-port: " + taken.getLocalPort()
                            + " cannot be listened on: Address already in use (expected: a free port); stop the process that"
                            + " listens there, or choose another port, 0 for any, or off");
        }
    }
}
