package dev.attacca.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** A TCP relay in front of a server, which can do to its connections what networks and dying machines do. */
public final class Relay implements AutoCloseable {
    private static final int RECEIVE_BUFFER = 64 * 1024;

    private final InetSocketAddress behind;
    private final ServerSocket entrance;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Semaphore toClients = new Semaphore(1);
    private volatile boolean swallowing;

    private Relay(InetSocketAddress behind) throws IOException {
        this.behind = behind;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        run("relay-entrance", this::accept);
    }

    public static Relay inFrontOf(TransportServer server) throws IOException {
        return new Relay(server.localAddress());
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) entrance.getLocalSocketAddress();
    }

    /** Carries nothing more in either direction, without closing anything. */
    public void swallow() {
        swallowing = true;
    }

    /** Carries nothing more to clients, and reads nothing more either: the buffers of the server fill. */
    public void hold() {
        toClients.acquireUninterruptibly();
    }

    /** Carries on what {@link #hold} stopped. */
    public void release() {
        toClients.release();
    }

    /** Resets every connection; new ones are welcome. */
    public void reset() {
        for (Socket socket : List.copyOf(sockets)) {
            sockets.remove(socket);
            try (socket) {
                // Closed without lingering, a socket says so with RST.
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** As the system does for a process that was killed: nobody listens, and every connection is reset. */
    public void kill() throws IOException {
        entrance.close();
        reset();
    }

    private void accept() throws IOException {
        while (true) {
            Socket in = entrance.accept();
            Socket out = new Socket();
            // Small, and so set before it connects: what is held takes little in.
            out.setReceiveBufferSize(RECEIVE_BUFFER);
            out.connect(behind);
            sockets.add(in);
            sockets.add(out);
            run("relay", () -> carry(in, out, () -> {}));
            run("relay", () -> carry(out, in, this::awaitRelease));
        }
    }

    private void awaitRelease() {
        toClients.acquireUninterruptibly();
        toClients.release();
    }

    private void carry(Socket from, Socket to, Runnable gate) throws IOException {
        byte[] buffer = new byte[4096];
        for (int n = from.getInputStream().read(buffer);
                n >= 0;
                n = from.getInputStream().read(buffer)) {
            gate.run();
            if (!swallowing) {
                to.getOutputStream().write(buffer, 0, n);
            }
        }
        if (!swallowing) {
            to.shutdownOutput();
        }
    }

    @FunctionalInterface
    private interface Job {
        void run() throws IOException;
    }

    private void run(String name, Job job) {
        Thread thread = new Thread(
                () -> {
                    try {
                        job.run();
                    } catch (IOException e) {
                        // One of the two ends is gone: the other one learns of it when it is closed, too.
                        return;
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        kill();
    }
}
