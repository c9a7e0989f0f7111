package dev.attacca.walk;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TMemoryInputTransport;

/** A connection on which a test says what a client of ours would, frame by frame. Confined to one thread. */
record SpokenLine(Socket socket, DataOutputStream out, DataInputStream in) implements AutoCloseable {
    static SpokenLine to(String address) throws IOException {
        String[] parts = address.split(":", -1);
        Socket socket = new Socket(parts[0], Integer.parseInt(parts[1]));
        return new SpokenLine(
                socket, new DataOutputStream(socket.getOutputStream()), new DataInputStream(socket.getInputStream()));
    }

    /** Says a frame and waits for the next one that comes. */
    byte[] exchanged(byte[] frame) throws IOException {
        out.write(frame);
        out.flush();
        byte[] message = new byte[in.readInt()];
        in.readFully(message);
        return ByteBuffer.allocate(Integer.BYTES + message.length)
                .putInt(message.length)
                .put(message)
                .array();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    static byte[] frame(String name, byte type, int seqid, TBase<?, ?> content) throws TException {
        TMemoryBuffer written = new TMemoryBuffer(256);
        TCompactProtocol protocol = new TCompactProtocol(written);
        protocol.writeMessageBegin(new TMessage(name, type, seqid));
        content.write(protocol);
        return ByteBuffer.allocate(Integer.BYTES + written.length())
                .putInt(written.length())
                .put(written.getArray(), 0, written.length())
                .array();
    }

    static <T extends TBase<?, ?>> T content(byte[] frame, T into) throws TException {
        TCompactProtocol protocol =
                new TCompactProtocol(new TMemoryInputTransport(Arrays.copyOfRange(frame, Integer.BYTES, frame.length)));
        protocol.readMessageBegin();
        into.read(protocol);
        return into;
    }
}
