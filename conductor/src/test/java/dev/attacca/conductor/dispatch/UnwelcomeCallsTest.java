package dev.attacca.conductor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.attacca.Attacca;
import dev.attacca.RemoteOptions;
import dev.attacca.annotation.Key;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.SchemaSet;
import dev.attacca.transport.ServerOptions;
import dev.attacca.transport.TransportServer;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Context;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.WireFault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.layered.TFramedTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a conductor answers to calls that no well-behaved agent makes: a typed fault, and no body runs. */
class UnwelcomeCallsTest {
    private final List<CallRecord> records = new CopyOnWriteArrayList<>();
    private final TransportServer server = TransportServer.start(
            ServerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            new ActionDispatcher(
                    Counting.registry(), UnitOfWorkFactory.NONE, new StatementTrace(), records::add, "conductor"));
    private final SchemaSet schemaSet = Counting.registry().schemaSet();
    private final TFramedTransport wire = connect();
    private final Conductor.Client client = new Conductor.Client(new TCompactProtocol(wire));

    private TFramedTransport connect() {
        try {
            TFramedTransport framed = new TFramedTransport(
                    new TSocket("127.0.0.1", server.localAddress().getPort()));
            framed.open();
            return framed;
        } catch (org.apache.thrift.transport.TTransportException unreachable) {
            throw new IllegalStateException(unreachable);
        }
    }

    @BeforeEach
    void agree() throws Exception {
        client.hello(hello().setSchemaSet(schemaSet.sent()));
    }

    private Hello hello() {
        return new Hello()
                .setMinProtocol(1)
                .setMaxProtocol(1)
                .setSchemaHash(schemaSet.hash())
                .setKnownSchemas(List.of())
                .setCodecs(List.of("kryo"))
                .setPeer("a stranger");
    }

    @AfterEach
    void stop() {
        wire.close();
        server.close();
    }

    private static Call call(int type, int method, int... body) {
        ByteBuffer bytes = ByteBuffer.allocate(body.length);
        for (int each : body) {
            bytes.put((byte) each);
        }
        return new Call()
                .setType(type)
                .setMethod(method)
                .setDeadlineMillis(1000)
                .setBody(bytes.flip());
    }

    private WireFault refused(Call call) {
        return catchThrowableOfType(WireFault.class, () -> client.act(call));
    }

    @Test
    void an_unknown_type_is_refused() {
        WireFault fault = refused(call(7, 0));

        assertThat(fault.getCode()).isEqualTo("UNKNOWN_TYPE");
        assertThat(fault.getMessage()).isEqualTo("type 7: unknown (expected: 0 to 0, as agreed in the handshake)");
        assertThat(fault.getOutcome()).isZero();
    }

    @Test
    void a_method_that_is_not_remotable_cannot_even_be_named() {
        WireFault beyond = refused(call(0, 99, 0, 0, 0));
        WireFault negative = refused(call(0, -1, 0, 0, 0));

        assertThat(beyond.getCode()).isEqualTo("UNKNOWN_METHOD");
        assertThat(beyond.getMessage())
                .isEqualTo("Counter: unknown method (expected: one of the remotables agreed in the handshake)")
                .isEqualTo(negative.getMessage());
    }

    @Test
    void a_body_of_rubbish_is_refused_with_its_path_and_the_connection_lives_on() throws Exception {
        WireFault fault = refused(call(0, 0, 0xff, 0xff, 0xff));

        assertThat(fault.getCode()).isEqualTo("BAD_SIZE");
        assertThat(fault.getMessage()).startsWith("Counter.");
        client.ping();
        assertThat(records).extracting(CallRecord::outcome).containsExactly("BAD_SIZE");
    }

    @Test
    void a_context_that_could_forge_a_log_line_is_refused() {
        Call call = call(0, 0, 0, 0, 0).setContext(new Context().setRequestId("a\n2026-11-20 INFO all is well"));

        assertThat(refused(call).getCode()).isEqualTo("BAD_PROTOCOL");
    }

    @Test
    void a_schema_set_that_is_not_what_its_hash_says_is_refused() {
        byte[] other = "type Counter 1.0\n".getBytes(StandardCharsets.UTF_8);

        try (TFramedTransport second = connect()) {
            Conductor.Client stranger = new Conductor.Client(new TCompactProtocol(second));

            WireFault fault = catchThrowableOfType(WireFault.class, () -> stranger.hello(hello().setSchemaSet(other)));

            assertThat(fault.getMessage()).startsWith("schemaHash: not that of the schema set sent with it");
        }
    }

    @Test
    void a_hello_without_a_hash_is_refused_by_name() {
        try (TFramedTransport second = connect()) {
            Conductor.Client stranger = new Conductor.Client(new TCompactProtocol(second));
            Hello bare = hello();
            bare.unsetSchemaHash();

            WireFault fault = catchThrowableOfType(WireFault.class, () -> stranger.hello(bare));

            assertThat(fault.getCode()).isEqualTo("BAD_PROTOCOL");
            assertThat(fault.getMessage())
                    .isEqualTo(
                            "schemaHash: missing (expected: SHA-256 of the schema set's text; or the codec json, which"
                                    + " needs none)");
        }
    }

    @Test
    void another_serializer_or_a_compressed_codec_is_not_agreed_to() {
        try (TFramedTransport second = connect()) {
            Conductor.Client stranger = new Conductor.Client(new TCompactProtocol(second));

            WireFault fault = catchThrowableOfType(
                    WireFault.class, () -> stranger.hello(hello().setCodecs(List.of("java", "kryo+gzip"))));

            assertThat(fault.getCode()).isEqualTo("UNSUPPORTED");
            assertThat(fault.getMessage()).isEqualTo("codecs: [java, kryo+gzip] (expected: kryo or json among them)");
        }
    }

    @Test
    void a_body_that_overflows_its_stack_is_not_recorded_as_answered() {
        try (Attacca agent = Attacca.remote(
                Counting.registry(),
                RemoteOptions.to("127.0.0.1:" + server.localAddress().getPort()))) {
            Counting.Counter counter = agent.context(RequestContext.create()).create(Counting.Counter.class);

            assertThatThrownBy(counter::overflow).isInstanceOf(RemoteFailureException.class);
        }
        assertThat(records).extracting(CallRecord::outcome).containsExactly("INTERNAL");
    }

    // The same class, one major further, and a class that no conductor has.

    static final class Future implements ObjectDomain {
        @Override
        public String name() {
            return "future";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Counter.class, Stranger.class);
        }

        @Versioned("2.0")
        abstract static class Counter extends VersionedObject {
            @Key
            public abstract String getName();

            @Remotable
            public void look() {}
        }

        @Versioned("1.0")
        abstract static class Stranger extends VersionedObject {
            @Remotable
            public void look() {}
        }
    }

    @Test
    void a_version_newer_than_the_conductor_knows_is_refused_per_call() {
        ObjectRegistry registry = ObjectRegistry.builder().add(new Future()).build();
        try (Attacca agent = Attacca.remote(
                registry, RemoteOptions.to("127.0.0.1:" + server.localAddress().getPort()))) {
            Future.Counter counter = agent.context(RequestContext.create()).create(Future.Counter.class);
            Future.Stranger stranger = agent.context(RequestContext.create()).create(Future.Stranger.class);

            assertThatThrownBy(counter::look)
                    .isInstanceOf(VersionMismatchException.class)
                    .hasMessage(
                            "Counter: this side speaks 2.0, the other 1.0 (expected: the same major); upgrade the other"
                                    + " side first, or use major 1 here");
            assertThatThrownBy(stranger::look)
                    .isInstanceOf(UnknownTypeException.class)
                    .hasMessage(
                            "Stranger: the other side does not know this class (expected one of: [Counter]; upgrade it,"
                                    + " or add the class's module there)");
        }
        assertThat(records).isEmpty();
    }
}
