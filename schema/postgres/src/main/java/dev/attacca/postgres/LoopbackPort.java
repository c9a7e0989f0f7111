package dev.attacca.postgres;

import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TCP port of a server, kept in a file beside its cluster.
 *
 * <p>It is taken from below the range out of which Linux gives ports to outgoing connections (32768 and above). From within it,
 * a client that keeps trying to reach a server that is just being restarted is sooner or later connected to itself, and then
 * holds the port that the server wants.
 */
final class LoopbackPort {
    private static final Logger LOG = LoggerFactory.getLogger(LoopbackPort.class);
    private static final int LOWEST = 20_000;
    private static final int ABOVE_HIGHEST = 32_768;
    private static final int TRIES = 1_000;

    private LoopbackPort() {}

    /** The port of last time if it is free, else another one, which the file holds from now on. */
    static int choose(Path file, ServerAccount account) throws IOException {
        if (Files.exists(file)) {
            int kept = read(file);
            if (isFree(kept)) {
                return kept;
            }
            LOG.warn("port {} is taken by another process; PostgreSQL moves to another port", kept);
        }
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, ABOVE_HIGHEST);
            if (isFree(port)) {
                DurableFile.write(file, Integer.toString(port), account);
                return port;
            }
        }
        throw new IOException("no free port from " + LOWEST + " to " + (ABOVE_HIGHEST - 1) + " on 127.0.0.1");
    }

    private static int read(Path file) throws IOException {
        String text = Files.readString(file).strip();
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65_535) {
            throw new ConfigurationException(
                    file + ": '" + text + "' (expected: a port from 1 to 65535); correct it, or delete the file");
        }
        return Integer.parseInt(text);
    }

    static boolean isFree(int port) {
        // The same option as PostgreSQL sets: connections that linger in TIME_WAIT do not count.
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException e) {
            LOG.debug("port {} is not free", port, e);
            return false;
        }
    }
}
