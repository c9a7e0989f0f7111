package dev.attacca.benchmarks.rpc.peer;

import java.io.IOException;
import java.net.ServerSocket;

/** A port for servers that do not tell which one they were given when they ask for any. */
final class FreePort {
    private FreePort() {}

    /** A port that nobody listens on, yet. */
    static int find() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
