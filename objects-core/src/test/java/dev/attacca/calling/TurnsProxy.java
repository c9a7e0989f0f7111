package dev.attacca.calling;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.transport.TMemoryInputTransport;

/**
 * A long way between one connection and its conductor, without a clock: calls and answers each go on only when as many wait as may be in
 * flight, or all that are left, and then in one piece. A caller that waits for an answer before that waits for ever.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class TurnsProxy implements AutoCloseable {
    private static final Set<String> CARRIED_IN_TURNS = Set.of("act", "query", "batch");

    private final ServerSocket entrance;
    private final InetSocketAddress conductor;
    private final int together;
    private final Way questions = new Way();
    private final Way answers = new Way();

    /** What waits in one direction. */
    private final class Way {
        @GuardedBy("this")
        private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();

        @GuardedBy("this")
        private int frames;

        @GuardedBy("this")
        private int left;

        @GuardedBy("this")
        private int turns;

        synchronized void expect(int calls) {
            left = calls;
            turns = 0;
        }

        synchronized int turns() {
            return turns;
        }

        /** What goes on now that this frame has come. */
        synchronized byte[] take(byte[] frame, boolean inTurns) {
            if (!inTurns) {
                return frame;
            }
            waiting.writeBytes(frame);
            frames++;
            if (frames < Math.min(together, left)) {
                return new byte[0];
            }
            left -= frames;
            frames = 0;
            turns++;
            byte[] all = waiting.toByteArray();
            waiting.reset();
            return all;
        }
    }

    private TurnsProxy(InetSocketAddress conductor, int together) throws IOException {
        this.conductor = conductor;
        this.together = together;
        this.entrance = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    static TurnsProxy before(InetSocketAddress conductor, int together) throws IOException {
        TurnsProxy proxy = new TurnsProxy(conductor, together);
        start("turns-entrance", proxy::accept);
        return proxy;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) entrance.getLocalSocketAddress();
    }

    /** So many messages that ask, and as many that answer, come from here on. */
    void expect(int calls) {
        questions.expect(calls);
        answers.expect(calls);
    }

    /** How often something went to the conductor since then. */
    int turnsThere() {
        return questions.turns();
    }

    /** How often something came back. */
    int turnsBack() {
        return answers.turns();
    }

    private void accept() {
        try {
            while (true) {
                Socket caller = entrance.accept();
                Socket onwards = new Socket(conductor.getAddress(), conductor.getPort());
                start("turns-there", () -> carry(caller, onwards, questions));
                start("turns-back", () -> carry(onwards, caller, answers));
            }
        } catch (IOException closed) {
            // How close() ends this thread.
            return;
        }
    }

    private static void carry(Socket from, Socket to, Way way) {
        try (from;
                to) {
            to.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(from.getInputStream());
            OutputStream out = to.getOutputStream();
            while (true) {
                byte[] message = new byte[in.readInt()];
                in.readFully(message);
                byte[] frame = ByteBuffer.allocate(4 + message.length)
                        .putInt(message.length)
                        .put(message)
                        .array();
                out.write(way.take(frame, CARRIED_IN_TURNS.contains(nameOf(message))));
            }
        } catch (IOException ended) {
            // One side hung up; leaving the block hangs up on the other.
            return;
        }
    }

    private static String nameOf(byte[] message) throws IOException {
        try {
            return new TCompactProtocol(new TMemoryInputTransport(message)).readMessageBegin().name;
        } catch (TException unreadable) {
            throw new IOException(unreadable);
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
