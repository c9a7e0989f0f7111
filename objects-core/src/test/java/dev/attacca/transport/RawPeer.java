package dev.attacca.transport;

import dev.attacca.error.AttaccaException;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.WireFault;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializable;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.transport.TMemoryBuffer;

/** A peer that sends whatever a test makes up, byte by byte if it must. */
final class RawPeer implements AutoCloseable {
    private final Socket socket;
    private final DataOutputStream out;
    private final DataInputStream in;

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.out = new DataOutputStream(socket.getOutputStream());
        this.in = new DataInputStream(socket.getInputStream());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(15_000);
    }

    static RawPeer connect(InetSocketAddress address) throws IOException {
        return new RawPeer(new Socket(address.getAddress(), address.getPort()));
    }

    /** Connected, and the handshake done. */
    static RawPeer agreed(InetSocketAddress address) throws IOException {
        RawPeer peer = connect(address);
        peer.frame(message("hello", TMessageType.CALL, 1, new Conductor.hello_args(TestPeers.hello())));
        peer.readFrame();
        return peer;
    }

    /** A compact message without its length. */
    static byte[] message(String name, byte type, int seqid, TSerializable content) {
        try {
            TMemoryBuffer buffer = new TMemoryBuffer(128);
            TCompactProtocol protocol = new TCompactProtocol(buffer);
            protocol.writeMessageBegin(new TMessage(name, type, seqid));
            content.write(protocol);
            protocol.writeMessageEnd();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(buffer.getArray(), 0, buffer.length());
            return bytes.toByteArray();
        } catch (TException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static byte[] action(int seqid, String text) {
        return message("act", TMessageType.CALL, seqid, new Conductor.act_args(TestPeers.call(text)));
    }

    void frame(byte[] message) throws IOException {
        out.writeInt(message.length);
        out.write(message);
        out.flush();
    }

    void raw(byte... bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Sends a byte; false when the server has ended the connection. */
    boolean takes(byte one) {
        try {
            raw(one);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    void length(int length) throws IOException {
        out.writeInt(length);
        out.flush();
    }

    byte[] readFrame() throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return frame;
    }

    /** The next answer, as far as its head. */
    Message readMessage() throws IOException {
        byte[] frame = readFrame();
        return new Message(frame, frame.length).readHead();
    }

    /** The exception that an answered object action carries. */
    static AttaccaException failureIn(Message answer) {
        WireFault fault = answer.read(new Conductor.act_result()).getFault();
        if (fault == null) {
            throw new AssertionError("answer: a reply (expected: a fault)");
        }
        return Faults.toException(fault);
    }

    /** Whether the server ends the connection, whatever it still says before that. */
    boolean isClosedByServer() throws IOException {
        try {
            while (true) {
                readFrame();
            }
        } catch (EOFException | SocketException e) {
            // A reset counts: the server closed with unread bytes of ours.
            return true;
        }
    }

    /** Says: I send no more. */
    void finish() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
