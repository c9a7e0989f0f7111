package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attacca.value.SensitiveString;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of {@code docs/tls.md} as they stand there, and talks with what they made. */
class TlsGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "tls.md");
    private static final String ISSUED = "spiffe://example.org/agent/host-1";

    @TempDir
    private Path folder;

    @Test
    void thePemFilesOfTheGuideServe() throws Exception {
        assumeTrue(isInstalled("openssl"), "the guide's commands need openssl, which is not on the path here");
        run("openssl");

        talks(
                new TlsKey.Pem(folder.resolve("conductor.pem"), folder.resolve("conductor-key.pem")),
                new TlsKey.Pem(folder.resolve("host-1.pem"), folder.resolve("host-1-key.pem")));
    }

    @Test
    void theKeyStoresOfTheGuideServe() throws Exception {
        Files.writeString(folder.resolve("password.txt"), "changeit\n");
        run("keytool");

        SensitiveString password = SensitiveString.of("changeit");
        talks(
                new TlsKey.Pkcs12(folder.resolve("conductor.p12"), password),
                new TlsKey.Pkcs12(folder.resolve("host-1.p12"), password));
    }

    private void talks(TlsKey conductor, TlsKey agent) {
        Path trust = folder.resolve("ca.pem");
        ServerTlsOptions tls = ServerTlsOptions.builder(conductor, trust)
                .trustDomain("example.org")
                .build();
        try (TransportServer server = TransportServer.start(
                        ServerOptions.builder(TestPeers.ANY_PORT).tls(tls).build(),
                        peer -> new TestPeers.TextSession((call, control) -> TestPeers.reply(String.valueOf(
                                peer.identity() == null ? null : peer.identity().name()))));
                TransportClient<String> client = TestPeers.client(
                        ClientOptions.builder(server.localAddress()).tls(ClientTlsOptions.of(agent, trust)))) {
            var reply = client.connect(TestPeers.seconds(5)).act(TestPeers.call("who am I?"), TestPeers.seconds(5));

            assertThat(TestPeers.textOf(reply)).isEqualTo(ISSUED);
        }
    }

    private void run(String tool) throws IOException, InterruptedException {
        Matcher block = Pattern.compile("```shell " + tool + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE));
        assertThat(block.find()).as("commands of " + tool).isTrue();
        Path script = Files.writeString(folder.resolve("commands.sh"), "set -e\n" + block.group(1));
        Path log = folder.resolve("log");
        ProcessBuilder shell = new ProcessBuilder("bash", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        String jdk = Path.of(System.getProperty("java.home"), "bin").toString();
        shell.environment().merge("PATH", jdk, (path, first) -> first + File.pathSeparator + path);
        assertThat(shell.start().waitFor()).as(() -> contentOf(log)).isZero();
    }

    private static String contentOf(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
