package dev.attacca.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between a caller and a conductor and keeps every byte that passes, as it passes.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class ByteTap implements AutoCloseable {
    private final ServerSocket server;
    private final InetSocketAddress conductor;
    private final List<Tapped> connections = new CopyOnWriteArrayList<>();

    /** What passed on a connection. */
    record Tapped(ByteArrayOutputStream fromCaller, ByteArrayOutputStream fromConductor) {
        List<ProxyReader.Seen> questions() {
            return ProxyReader.stream(fromCaller.toByteArray());
        }

        List<ProxyReader.Seen> answers() {
            return ProxyReader.stream(fromConductor.toByteArray());
        }
    }

    private ByteTap(InetSocketAddress conductor) throws IOException {
        this.conductor = conductor;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    static ByteTap before(TransportServer conductor) throws IOException {
        ByteTap tap = new ByteTap(conductor.localAddress());
        start("tap-accept", tap::accept);
        return tap;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    }

    List<Tapped> connections() {
        return connections;
    }

    static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket caller = server.accept();
                Socket onwards = new Socket(conductor.getAddress(), conductor.getPort());
                Tapped tapped = new Tapped(new ByteArrayOutputStream(), new ByteArrayOutputStream());
                connections.add(tapped);
                start("tap-questions", () -> pump(caller, onwards, tapped.fromCaller()));
                start("tap-answers", () -> pump(onwards, caller, tapped.fromConductor()));
            }
        } catch (SocketException closed) {
            // How close() ends this thread.
            return;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void pump(Socket from, Socket to, ByteArrayOutputStream kept) {
        try (from;
                to) {
            from.setTcpNoDelay(true);
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] piece = new byte[8192];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                // Before it goes on: whoever has its answer finds it here.
                kept.write(piece, 0, read);
                out.write(piece, 0, read);
            }
        } catch (IOException ended) {
            // One side hung up; leaving the block hangs up on the other.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
