package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.Attacca;
import dev.attacca.compute.Flavor;
import dev.attacca.fleet.ConductorProcess;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.transport.ExchangeListener.Exchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a conductor is given that it cannot use: each gets one clear answer, and nobody else notices. */
@ExtendWith(SharedFleet.Resolver.class)
class UnwelcomeTest {
    private static final int PATIENCE_MILLIS = 20_000;

    private final SharedFleet shared;

    UnwelcomeTest(SharedFleet shared) {
        this.shared = shared;
    }

    @Test
    void rubbishOnThePortEndsItsOwnConnectionAndNobodyElsesIs() throws IOException {
        Queue<Exchange> heard = new ConcurrentLinkedQueue<>();
        try (Attacca client = Attacca.remote(
                ObjectRegistry.load(), Served.options(shared.conductor()).listener(heard::add))) {
            ObjectContext context = client.context(RequestContext.create());
            Flavor.query(context).byFlavorId("none");
            long hellos = hellos(heard);
            for (Map.Entry<String, byte[]> rubbish : rubbish().entrySet()) {
                assertThat(isClosedAfter(rubbish.getValue()))
                        .as(rubbish.getKey())
                        .isTrue();
                assertThat(Flavor.query(context).byFlavorId("none")).isNull();
            }
            // The client's connection is still its first one.
            assertThat(hellos(heard)).isEqualTo(hellos);
        }
        assertThat(shared.conductor().health().text("status")).isEqualTo("up");
    }

    private static long hellos(Queue<Exchange> heard) {
        return heard.stream()
                .filter(exchange -> exchange.message().equals("hello"))
                .count();
    }

    private static Map<String, byte[]> rubbish() {
        byte[] random = new byte[4096];
        new Random(20261120).nextBytes(random);
        // A length that no frame has.
        random[0] = 0x7f;
        Map<String, byte[]> rubbish = new LinkedHashMap<>();
        rubbish.put("random bytes", random);
        rubbish.put(
                "a request of the web",
                "GET / HTTP/1.1\r\nHost: conductor\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        rubbish.put("a frame of two gigabytes", new byte[] {0x7f, -1, -1, -1});
        rubbish.put("a frame of a negative size", new byte[] {-1, -1, -1, -1, 0});
        rubbish.put("an empty frame", new byte[] {0, 0, 0, 0});
        rubbish.put("a frame that is no Thrift", new byte[] {0, 0, 0, 5, 'h', 'e', 'l', 'l', 'o'});
        rubbish.put("a compact head without a message", new byte[] {0, 0, 0, 2, (byte) 0x82, 0x21});
        return rubbish;
    }

    /** Whether the conductor hangs up, having said whatever it has to say. */
    private boolean isClosedAfter(byte[] rubbish) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), shared.conductor().port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(rubbish);
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketException reset) {
            // With bytes unread on its side, closing is a reset on ours.
            return true;
        }
    }

    /** All at once: each is a process that ends by itself. */
    @Test
    void whatCannotStartSaysWhyInOneMessageAndWithItsExitCode() throws IOException {
        ConductorProcess portInUse = launch(shared.withDatabase("port_in_use")
                .with("listen", shared.conductor().address()));
        ConductorProcess wrongPassword = launch(shared.withDatabase("wrong_password")
                .with("jdbc-password-file", passwordFile("wrong").toString()));
        ConductorProcess noDatabase = launch(shared.withDatabase("not_asked")
                .with("jdbc-url", shared.conductor().ready().text("jdbcUrl") + "_missing"));
        ConductorProcess unknownKey =
                launch(ConductorProcess.Options.named("unknown-key").with("worker", "3"));

        assertEnds(portInUse, 3, "port: " + shared.conductor().port(), "in use");
        assertEnds(wrongPassword, 4, "password");
        assertEnds(noDatabase, 4, "attacca_missing");
        assertEnds(unknownKey, 2, "worker", "workers");
    }

    private Path passwordFile(String password) throws IOException {
        return Files.writeString(shared.fleet().folder().resolve("wrong-password"), password);
    }

    private ConductorProcess launch(ConductorProcess.Options options) {
        return shared.fleet().launch(options);
    }

    private static void assertEnds(ConductorProcess conductor, int exitCode, String... parts) throws IOException {
        assertThat(conductor.exitCode()).as(conductor.name()).isEqualTo(exitCode);
        List<String> output = Files.readAllLines(conductor.logFile());
        List<String> messages =
                output.stream().filter(line -> line.startsWith("conductor: ")).toList();
        assertThat(messages).as("%s", output).hasSize(1);
        assertThat(messages.get(0)).contains(parts).contains("(expected: ");
        assertThat(output).noneMatch(line -> line.startsWith("ready:")).noneMatch(line -> line.startsWith("\tat "));
    }
}
