package dev.attacca.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.attacca.transport.ProxyReader.Seen;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A proxy that takes a connection for nothing but a source of calls, as Envoy's {@code thrift_proxy} does: each call of any caller goes
 * to a connection on which no answer is awaited, or to a new one, under a sequence id counted there from 0.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class SpreadingProxy implements AutoCloseable {
    private final ServerSocket server;
    private final InetSocketAddress conductor;

    @GuardedBy("this")
    private final Deque<Upstream> idle = new ArrayDeque<>();

    @GuardedBy("this")
    private int opened;

    /** A connection to the conductor, used by one call at a time. */
    private static final class Upstream {
        final DataInputStream in;
        final DataOutputStream out;
        int next;

        Upstream(Socket socket) throws IOException {
            this.in = new DataInputStream(socket.getInputStream());
            this.out = new DataOutputStream(socket.getOutputStream());
        }
    }

    private SpreadingProxy(InetSocketAddress conductor) throws IOException {
        this.conductor = conductor;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    static SpreadingProxy before(TransportServer conductor) throws IOException {
        SpreadingProxy proxy = new SpreadingProxy(conductor.localAddress());
        ByteTap.start("proxy-accept", proxy::accept);
        return proxy;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    }

    /** How many connections to the conductor it needed. */
    synchronized int opened() {
        return opened;
    }

    private void accept() {
        try {
            while (true) {
                Socket caller = server.accept();
                ByteTap.start("proxy-caller", () -> serve(caller));
            }
        } catch (IOException closed) {
            // How close() ends this thread.
            return;
        }
    }

    private void serve(Socket caller) {
        try (caller) {
            DataInputStream in = new DataInputStream(caller.getInputStream());
            DataOutputStream out = new DataOutputStream(caller.getOutputStream());
            while (true) {
                Seen call = frame(in);
                Upstream upstream = take();
                ByteTap.start("proxy-call", () -> pass(call, upstream, out));
            }
        } catch (IOException ended) {
            // The caller has hung up.
            return;
        }
    }

    private void pass(Seen call, Upstream upstream, DataOutputStream caller) {
        try {
            send(upstream.out, call.withSeqid(upstream.next++));
            Seen answer = frame(upstream.in);
            give(upstream);
            synchronized (caller) {
                send(caller, answer.withSeqid(call.seqid()));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private synchronized Upstream take() throws IOException {
        Upstream known = idle.poll();
        if (known != null) {
            return known;
        }
        opened++;
        return new Upstream(new Socket(conductor.getAddress(), conductor.getPort()));
    }

    private synchronized void give(Upstream upstream) {
        idle.push(upstream);
    }

    private static Seen frame(DataInputStream in) throws IOException {
        byte[] message = new byte[in.readInt()];
        in.readFully(message);
        return ProxyReader.message(message);
    }

    private static void send(DataOutputStream out, byte[] message) throws IOException {
        out.writeInt(message.length);
        out.write(message);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
