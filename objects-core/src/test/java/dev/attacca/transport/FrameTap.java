package dev.attacca.transport;

import dev.attacca.transport.thrift.Caller;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A network between a client and a server: carries frames, notes those to the client, and in either direction stops to read, or
 * to pass on what it reads, when it is told to.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class FrameTap implements AutoCloseable {
    private static final int RECEIVE_BUFFER = 64 * 1024;

    /** Which way. */
    enum Way {
        TO_SERVER,
        TO_CLIENT
    }

    /** What happens to frames. */
    enum Mode {
        CARRIED,
        /** Nothing is read: the sender's buffers fill. */
        HELD,
        /** Read and thrown away, the end of the connection included: the sender notices nothing. */
        SWALLOWED
    }

    /** A message to the client; of a part, the seqid is that of the call. */
    record Seen(String name, int seqid, int bytes) {
        boolean part() {
            return name.equals(Message.PART);
        }
    }

    private final ServerSocket entrance = new ServerSocket();
    private final InetSocketAddress server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final Map<Way, Mode> modes =
            new EnumMap<>(Map.of(Way.TO_SERVER, Mode.CARRIED, Way.TO_CLIENT, Mode.CARRIED));
    private Predicate<Seen> holdAfter = message -> false;

    private FrameTap(InetSocketAddress server) throws IOException {
        this.server = server;
        // Small, and so set before anything is accepted: what a held way takes in must be little.
        entrance.setReceiveBufferSize(RECEIVE_BUFFER);
        entrance.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        start(this::accept);
    }

    static FrameTap inFrontOf(TransportServer server) throws IOException {
        return new FrameTap(server.localAddress());
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), entrance.getLocalPort());
    }

    synchronized void mode(Way way, Mode mode) {
        modes.put(way, mode);
        notifyAll();
    }

    /** Stops reading from the server behind the first message that is like this. */
    synchronized void holdAfter(Predicate<Seen> message) {
        holdAfter = message;
    }

    /** Carries everything again. */
    synchronized void release() {
        holdAfter = message -> false;
        mode(Way.TO_CLIENT, Mode.CARRIED);
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    long partsSeen() {
        return seen.stream().filter(Seen::part).count();
    }

    /** Ends the connections that there are. */
    void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = entrance.accept();
            Socket onward = new Socket();
            onward.setReceiveBufferSize(RECEIVE_BUFFER);
            onward.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            onward.connect(server);
            sockets.add(client);
            sockets.add(onward);
            start(() -> carry(Way.TO_SERVER, client, onward));
            start(() -> carry(Way.TO_CLIENT, onward, client));
        }
    }

    private void carry(Way way, Socket from, Socket to) throws IOException {
        DataInputStream in = new DataInputStream(from.getInputStream());
        DataOutputStream out = new DataOutputStream(to.getOutputStream());
        try {
            while (true) {
                awaitNotHeld(way);
                byte[] frame = new byte[in.readInt()];
                in.readFully(frame);
                if (awaitNotHeld(way) == Mode.CARRIED) {
                    byte[] bytes = new byte[Message.LENGTH_BYTES + frame.length];
                    ByteBuffer.wrap(bytes).putInt(frame.length).put(frame);
                    if (way == Way.TO_CLIENT) {
                        note(frame);
                    }
                    out.write(bytes);
                }
            }
        } finally {
            if (awaitNotHeld(way) == Mode.CARRIED) {
                to.close();
            }
        }
    }

    private synchronized Mode awaitNotHeld(Way way) throws IOException {
        try {
            Mode mode = modes.getOrDefault(way, Mode.CARRIED);
            while (mode == Mode.HELD) {
                wait();
                mode = modes.getOrDefault(way, Mode.CARRIED);
            }
            return mode;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private synchronized void note(byte[] frame) {
        Message message = new Message(frame, frame.length).readHead();
        Seen one = message.name().equals(Message.PART)
                ? new Seen(message.name(), message.read(new Caller.part_args()).getSeqid(), frame.length)
                : new Seen(message.name(), message.seqid(), frame.length);
        seen.add(one);
        if (holdAfter.test(one)) {
            mode(Way.TO_CLIENT, Mode.HELD);
        }
    }

    /** Whatever runs here ends with the connection it is about. */
    private interface Job {
        void run() throws IOException;
    }

    private static void start(Job job) {
        Thread thread = new Thread(
                () -> {
                    try {
                        job.run();
                    } catch (IOException e) {
                        // The end of a connection is none of the tap's business.
                        Thread.currentThread().interrupt();
                    }
                },
                "frame-tap");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        mode(Way.TO_CLIENT, Mode.CARRIED);
        mode(Way.TO_SERVER, Mode.CARRIED);
        entrance.close();
        cut();
    }
}
