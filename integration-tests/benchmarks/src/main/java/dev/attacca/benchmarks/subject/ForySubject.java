package dev.attacca.benchmarks.subject;

import dev.attacca.benchmarks.record.PlainServer;
import dev.attacca.benchmarks.record.ServerState;
import org.apache.fory.Fory;

/** Apache Fory, Java only, classes registered, serializers compiled ahead of the measurement. */
public final class ForySubject implements Subject {
    private final Fory fory;
    private final PlainServer server = PlainServer.sample();

    /**
     * A subject.
     *
     * @param compatible whether readers may have other fields; without it both sides have exactly the same classes
     */
    public ForySubject(boolean compatible) {
        this.fory = Fory.builder()
                .withXlang(false)
                .withRefTracking(false)
                .withCompatible(compatible)
                .requireClassRegistration(true)
                .withCodegen(true)
                .withAsyncCompilation(false)
                .build();
        fory.register(PlainServer.class);
        fory.register(PlainServer.Flavor.class);
        fory.register(PlainServer.Volume.class);
        fory.register(PlainServer.Port.class);
        fory.register(ServerState.class);
    }

    @Override
    public byte[] encode() {
        return fory.serialize(server);
    }

    @Override
    public Object decode(byte[] bytes) {
        return fory.deserialize(bytes);
    }

    @Override
    public PlainServer plain(Object decoded) {
        return (PlainServer) decoded;
    }
}
