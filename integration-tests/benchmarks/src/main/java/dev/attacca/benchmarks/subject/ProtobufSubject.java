package dev.attacca.benchmarks.subject;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.attacca.benchmarks.protobuf.ServerProto;
import dev.attacca.benchmarks.record.PlainServer;

/** protobuf-java with generated classes. */
public final class ProtobufSubject implements Subject {
    private final PlainServer server = PlainServer.sample();
    private final ServerProto.Server message = ServerMessage.of(server);
    private final boolean fromObject;

    /**
     * A subject.
     *
     * @param fromObject whether the message is made from a domain object and turned into one, as a program has to that works
     *     on objects of its own; otherwise it is at hand, and its size has been worked out before
     */
    public ProtobufSubject(boolean fromObject) {
        this.fromObject = fromObject;
    }

    @Override
    public byte[] encode() {
        return (fromObject ? ServerMessage.of(server) : message).toByteArray();
    }

    @Override
    public Object decode(byte[] bytes) {
        try {
            ServerProto.Server read = ServerProto.Server.parseFrom(bytes);
            return fromObject ? ServerMessage.plain(read) : read;
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public PlainServer plain(Object decoded) {
        return decoded instanceof ServerProto.Server read ? ServerMessage.plain(read) : (PlainServer) decoded;
    }
}
