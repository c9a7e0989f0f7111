package dev.attacca.transport;

import dev.attacca.transport.thrift.Conductor;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.thrift.TSerializable;
import org.apache.thrift.protocol.TMessageType;

/** A conductor whose first connection answers as a test makes up; every later one is honest and echoes. */
final class RogueConductor implements AutoCloseable {
    private final ServerSocket listener;
    private final Answer helloAnswer;
    private final Answer callAnswer;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** What is said to a question that has been read. */
    @FunctionalInterface
    interface Answer {
        void to(Message question, Line line) throws IOException;
    }

    /** The way back to the caller. */
    record Line(DataOutputStream out, Socket socket) {
        void raw(int... bytes) throws IOException {
            for (int one : bytes) {
                out.write(one);
            }
            out.flush();
        }

        void bytes(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        void length(int length) throws IOException {
            out.writeInt(length);
            out.flush();
        }

        void frame(byte[] message) throws IOException {
            out.writeInt(message.length);
            bytes(message);
        }

        void message(String name, byte type, int seqid, TSerializable content) throws IOException {
            frame(RawPeer.message(name, type, seqid, content));
        }

        void finish() throws IOException {
            socket.shutdownOutput();
        }
    }

    private RogueConductor(Answer helloAnswer, Answer callAnswer) throws IOException {
        this.helloAnswer = helloAnswer;
        this.callAnswer = callAnswer;
        this.listener = new ServerSocket(0, 50, TestPeers.ANY_PORT.getAddress());
        Threads.platform("rogue-accept-").newThread(this::accept).start();
    }

    /** Agrees, and answers the first call like this. */
    static RogueConductor answering(Answer callAnswer) throws IOException {
        return new RogueConductor(RogueConductor::welcome, callAnswer);
    }

    /** Answers the first hello like this. */
    static RogueConductor greeting(Answer helloAnswer) throws IOException {
        return new RogueConductor(helloAnswer, RogueConductor::echo);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    int connections() {
        return accepted.get();
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                boolean rogue = accepted.getAndIncrement() == 0;
                Threads.platform("rogue-line-")
                        .newThread(() -> serve(socket, rogue))
                        .start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, boolean rogue) {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            Line line = new Line(new DataOutputStream(socket.getOutputStream()), socket);
            while (true) {
                byte[] frame = new byte[in.readInt()];
                in.readFully(frame);
                answer(new Message(frame, frame.length).readHead(), line, rogue);
            }
        } catch (EOFException | SocketException e) {
            // The caller has hung up, as it should.
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(Message question, Line line, boolean rogue) throws IOException {
        switch (question.name()) {
            case Message.HELLO -> (rogue ? helloAnswer : (Answer) RogueConductor::welcome).to(question, line);
            case Message.PING ->
                line.message(Message.PING, TMessageType.REPLY, question.seqid(), new Conductor.ping_result());
            case Message.ACT -> (rogue ? callAnswer : (Answer) RogueConductor::echo).to(question, line);
            default -> {
                // A cancel needs no answer.
            }
        }
    }

    static void welcome(Message hello, Line line) throws IOException {
        line.message(
                Message.HELLO,
                TMessageType.REPLY,
                hello.seqid(),
                new Conductor.hello_result()
                        .setSuccess(TestPeers.welcome().setProtocol(1).setMaxInFlight(64)));
    }

    static void echo(Message call, Line line) throws IOException {
        String text = TestPeers.textOf(
                Objects.requireNonNull(call.read(new Conductor.act_args()).getCall()));
        line.message(
                Message.ACT,
                TMessageType.REPLY,
                call.seqid(),
                new Conductor.act_result().setSuccess(TestPeers.reply(text)));
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
