package dev.attacca.calling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.ServedDomain;
import dev.attacca.transport.ClientOptions;
import dev.attacca.transport.ConductorClient;
import dev.attacca.transport.ServerOptions;
import dev.attacca.transport.TransportServer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a call leaves behind for the garbage collector, on both sides together. */
class CallGarbageTest {
    private static final int CALLS = 1_000;

    /** With tests' watching of buffers and their slower compiler it is 4,900, and 11,000 in a JVM in which many others have run. */
    private static final long MOST_BYTES = 12_000;

    private record Notes() implements ObjectDomain {
        @Override
        public String name() {
            return "notes";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Note.class);
        }
    }

    @Versioned("1.0")
    abstract static class Note extends VersionedObject {
        @Key
        public abstract UUID getUuid();

        public abstract void setUuid(UUID uuid);

        public abstract String getText();

        public abstract void setText(String text);

        public abstract Map<String, String> getLabels();

        public abstract void setLabels(Map<String, String> labels);

        abstract static class Query extends ObjectQuery<Note> {
            @Remotable(readOnly = true)
            public Note same(Note note) {
                return note;
            }
        }
    }

    @Test
    void a_call_of_600_bytes_each_way_leaves_little() {
        ObjectRegistry registry = ObjectRegistry.builder().add(new Notes()).build();
        try (TransportServer server = TransportServer.start(
                        ServerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        new ServedDomain(registry, UnitOfWorkFactory.NONE));
                ConductorClient client = new ConductorClient(
                        registry, "garbage", Duration.ofSeconds(30), ClientOptions.to(server.localAddress()))) {
            ObjectContext context = new ObjectContext(RequestContext.create(), registry, client);
            Note note = note(context);
            Note.Query query = context.query(Note.Query.class);
            long least = Long.MAX_VALUE;
            // The least of some rounds: what is compiled, loaded or grown in one of them is no part of a call.
            for (int round = 0; round < 10; round++) {
                long before = allocated();
                for (int i = 0; i < CALLS; i++) {
                    query.same(note);
                }
                least = Math.min(least, (allocated() - before) / CALLS);
            }

            assertThat(least).isLessThan(MOST_BYTES);
        }
    }

    private static Note note(ObjectContext context) {
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
            labels.put("label.key-" + i, "value-of-label-" + i);
        }
        Note note = context.create(Note.class);
        note.setUuid(new UUID(1, 2));
        note.setText("n".repeat(300));
        note.setLabels(labels);
        return note;
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}
