package dev.attacca.walk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.transport.TMemoryInputTransport;

/**
 * Stands between a caller and a conductor and notes each message that passes: what no side of a call could misreport. Handles
 * framed compact Thrift messages, the only ones that our clients write.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class WireTap implements AutoCloseable {
    private final ServerSocket server;
    private final int conductorPort;

    @GuardedBy("this")
    private final List<Message> passed = new ArrayList<>();

    @GuardedBy("this")
    private final List<Closeable> open = new ArrayList<>();

    /**
     * A message.
     *
     * @param question whether it went to the conductor
     * @param name {@code hello}, {@code act}, {@code query}, {@code ping} …
     * @param bytes size of its frame, the four length bytes included
     */
    record Message(boolean question, String name, int bytes) {
        /** Whether it is a call of a remotable, or the answer to one. */
        boolean call() {
            return name.equals("act") || name.equals("query");
        }
    }

    private WireTap(int conductorPort) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.conductorPort = conductorPort;
    }

    /** A tap before the conductor of that port. */
    static WireTap to(int conductorPort) {
        try {
            WireTap tap = new WireTap(conductorPort);
            start("tap-accept", tap::accept);
            return tap;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Where callers reach the conductor through it. */
    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** How many calls were made. */
    synchronized long questions() {
        return passed.stream()
                .filter(message -> message.question() && message.call())
                .count();
    }

    /** How many calls were answered. */
    synchronized long answers() {
        return passed.stream()
                .filter(message -> !message.question() && message.call())
                .count();
    }

    /** What else passed, by name: handshakes, signs of life. */
    synchronized Set<String> others() {
        return passed.stream()
                .filter(message -> !message.call())
                .map(Message::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket caller = server.accept();
                Socket conductor = new Socket(InetAddress.getLoopbackAddress(), conductorPort);
                caller.setTcpNoDelay(true);
                conductor.setTcpNoDelay(true);
                synchronized (this) {
                    open.add(caller);
                    open.add(conductor);
                }
                start("tap-questions", () -> pump(caller, conductor, true));
                start("tap-answers", () -> pump(conductor, caller, false));
            }
        } catch (SocketException closed) {
            // How close() ends this thread.
            return;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void pump(Socket from, Socket to, boolean question) {
        try (from;
                to) {
            DataInputStream in = new DataInputStream(from.getInputStream());
            while (true) {
                byte[] message = new byte[in.readInt()];
                in.readFully(message);
                // Before it goes on: whoever has its answer finds it noted.
                note(question, message);
                byte[] frame = ByteBuffer.allocate(Integer.BYTES + message.length)
                        .putInt(message.length)
                        .put(message)
                        .array();
                to.getOutputStream().write(frame);
            }
        } catch (EOFException | SocketException ended) {
            // One side hung up; leaving the block hangs up on the other.
            return;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void note(boolean question, byte[] message) throws IOException {
        try {
            TMessage head =
                    new TCompactProtocol(new TMemoryInputTransport(TConfiguration.DEFAULT, message)).readMessageBegin();
            synchronized (this) {
                passed.add(new Message(question, head.name, Integer.BYTES + message.length));
            }
        } catch (TException other) {
            throw new IOException("a message that is no compact Thrift", other);
        }
    }

    @Override
    public void close() {
        List<Closeable> all;
        synchronized (this) {
            all = new ArrayList<>(open);
        }
        all.add(server);
        for (Closeable each : all) {
            try {
                each.close();
            } catch (IOException refused) {
                throw new UncheckedIOException(refused);
            }
        }
    }
}
