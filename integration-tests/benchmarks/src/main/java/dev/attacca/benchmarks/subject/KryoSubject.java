package dev.attacca.benchmarks.subject;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.DefaultSerializers;
import dev.attacca.benchmarks.record.PlainServer;
import dev.attacca.benchmarks.record.ServerState;
import java.time.Instant;
import java.util.UUID;

/** Kryo's own field serializers, classes registered, references off, its buffers used again. */
public final class KryoSubject implements Subject {
    private final Kryo kryo = new Kryo();
    private final Output output = new Output(1024, -1);
    private final Input input = new Input();
    private final PlainServer server = PlainServer.sample();

    /** A subject. */
    public KryoSubject() {
        kryo.setRegistrationRequired(true);
        kryo.setReferences(false);
        kryo.register(PlainServer.class);
        kryo.register(PlainServer.Flavor.class);
        kryo.register(PlainServer.Volume.class);
        kryo.register(PlainServer.Port.class);
        kryo.register(ServerState.class);
        kryo.register(UUID.class, new DefaultSerializers.UUIDSerializer());
        kryo.register(Instant.class);
    }

    @Override
    public byte[] encode() {
        output.reset();
        kryo.writeObject(output, server);
        return output.toBytes();
    }

    @Override
    public Object decode(byte[] bytes) {
        input.setBuffer(bytes);
        return kryo.readObject(input, PlainServer.class);
    }

    @Override
    public PlainServer plain(Object decoded) {
        return (PlainServer) decoded;
    }
}
