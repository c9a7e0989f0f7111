package dev.attacca.postgres.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for a Docker engine in the places where Testcontainers looks for one, because Testcontainers itself may take minutes to
 * find out that there is none.
 *
 * <p>Source: the {@code /_ping} of the Docker Engine API.
 *
 * @param addresses where an engine may listen, such as {@code unix:///var/run/docker.sock}
 */
record DockerProbe(List<URI> addresses) {
    private static final Logger LOG = LoggerFactory.getLogger(DockerProbe.class);
    private static final byte[] PING =
            "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String OK = "HTTP/1.x 200";

    /** Looks where {@code DOCKER_HOST} points, or else at the usual sockets. */
    static DockerProbe of(Map<String, String> environment) {
        String host = environment.get("DOCKER_HOST");
        if (host != null && !host.isBlank()) {
            return new DockerProbe(List.of(URI.create(host)));
        }
        List<Path> sockets = new ArrayList<>(List.of(Path.of("/var/run/docker.sock")));
        String runtime = environment.get("XDG_RUNTIME_DIR");
        if (runtime != null) {
            sockets.add(Path.of(runtime, "docker.sock"));
        }
        String home = environment.get("HOME");
        if (home != null) {
            sockets.add(Path.of(home, ".docker", "run", "docker.sock"));
        }
        return new DockerProbe(
                sockets.stream().map(socket -> URI.create("unix://" + socket)).toList());
    }

    /** Whether an engine answers at one of the addresses; each may take this long. */
    boolean answersWithin(Duration patience) {
        return addresses.stream().anyMatch(address -> answers(address, patience));
    }

    private static boolean answers(URI address, Duration patience) {
        if (address.getScheme().equals("unix") && !Files.exists(Path.of(address.getPath()))) {
            return false;
        }
        // A thread of its own, since a blocking channel knows no time limit; interrupting it closes the channel.
        FutureTask<Boolean> ping = new FutureTask<>(() -> ping(socketAddress(address)));
        Thread thread = new Thread(ping, "docker-probe");
        thread.setDaemon(true);
        thread.start();
        try {
            return ping.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("no Docker engine at {}: {}", address, e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            ping.cancel(true);
        }
    }

    private static SocketAddress socketAddress(URI address) {
        return address.getScheme().equals("unix")
                ? UnixDomainSocketAddress.of(address.getPath())
                : new InetSocketAddress(address.getHost(), address.getPort());
    }

    private static boolean ping(SocketAddress address) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            ByteBuffer request = ByteBuffer.wrap(PING);
            while (request.hasRemaining()) {
                channel.write(request);
            }
            ByteBuffer status = ByteBuffer.allocate(OK.length());
            while (status.hasRemaining() && channel.read(status) >= 0) {
                LOG.trace("{} bytes of status", status.position());
            }
            String line = new String(status.array(), 0, status.position(), StandardCharsets.US_ASCII);
            return line.matches("HTTP/1\\.[01] 200");
        }
    }
}
