package dev.attacca.conductor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Key;
import dev.attacca.annotation.Remotable;
import dev.attacca.annotation.Versioned;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.transport.ServerOptions;
import dev.attacca.transport.TransportServer;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.BatchedCall;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Welcome;
import dev.attacca.transport.thrift.WireFault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.layered.TFramedTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client in any language that knows the contract and JSON, and no class of ours: what it sends and what it gets. */
class ForeignClientTest {
    /** A domain of two versions. */
    static final class Storage implements ObjectDomain {
        @Override
        public String name() {
            return "storage";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Crate.class, Label.class);
        }
    }

    enum Mood {
        CALM,
        @Added(in = "1.1", fallback = "CALM")
        EXCITED
    }

    @Versioned("1.1")
    abstract static class Label extends VersionedObject {
        public abstract String getText();

        public abstract void setText(String text);

        @Added(in = "1.1")
        public abstract @Nullable String getColor();

        public abstract void setColor(@Nullable String color);
    }

    @Versioned("1.1")
    abstract static class Crate extends VersionedObject {
        @Key
        public abstract String getName();

        public abstract void setName(String name);

        public abstract int getSizeGb();

        public abstract void setSizeGb(int sizeGb);

        public abstract Mood getMood();

        public abstract void setMood(Mood mood);

        @Added(in = "1.1")
        public abstract @Nullable Label getLabel();

        public abstract void setLabel(@Nullable Label label);

        @Remotable
        public int growBy(int sizeGb) {
            setSizeGb(getSizeGb() + sizeGb);
            setMood(Mood.EXCITED);
            if (isSet("label") && getLabel() != null) {
                getLabel().setText("grown");
            }
            return getSizeGb();
        }

        @Remotable
        public Crate itself() {
            return this;
        }

        @Remotable
        public boolean swallow(Crate one, Crate other) {
            setSizeGb(getSizeGb() + one.getSizeGb() + (other == one ? 0 : other.getSizeGb()));
            return one == this;
        }

        @Remotable
        public List<@Nullable Label> labels() {
            return Arrays.asList(getLabel(), getLabel());
        }

        @Remotable(since = "1.1")
        public void shrink() {
            setSizeGb(0);
        }

        @Remotable
        public void look() {}

        abstract static class Query extends ObjectQuery<Crate> {
            @Remotable(readOnly = true)
            public List<Crate> byMood(Mood mood, @Nullable Integer most) {
                Crate crate = made(context());
                crate.setMood(mood);
                crate.resetChanges();
                return List.of(crate);
            }
        }

        private static Crate made(ObjectContext context) {
            Label label = context.create(Label.class);
            label.setText("fragile");
            label.setColor("red");
            Crate crate = context.create(Crate.class);
            crate.setName("c1");
            crate.setSizeGb(7);
            crate.setLabel(label);
            return crate;
        }
    }

    private final List<CallRecord> records = new CopyOnWriteArrayList<>();
    private final TransportServer server = TransportServer.start(
            ServerOptions.builder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .build(),
            new ActionDispatcher(
                    ObjectRegistry.builder().add(new Storage()).build(),
                    UnitOfWorkFactory.NONE,
                    new StatementTrace(),
                    records::add,
                    "conductor"));
    private final TFramedTransport wire = connect();
    private final Conductor.Client client = new Conductor.Client(new TBinaryProtocol(wire));

    private TFramedTransport connect() {
        try {
            TFramedTransport framed = new TFramedTransport(
                    new TSocket("127.0.0.1", server.localAddress().getPort(), 10_000));
            framed.open();
            return framed;
        } catch (org.apache.thrift.transport.TTransportException refused) {
            throw new IllegalStateException(refused);
        }
    }

    @BeforeEach
    void hello() throws Exception {
        client.ping();
        Welcome welcome = client.hello(new Hello()
                .setMinProtocol(1)
                .setMaxProtocol(1)
                .setSchemaHash(new byte[0])
                .setKnownSchemas(List.of())
                .setCodecs(List.of("json"))
                .setPeer("a script"));
        assertThat(welcome.getCodec()).isEqualTo("json");
        assertThat(welcome.isSchemaWanted()).isFalse();
    }

    @AfterEach
    void stop() {
        wire.close();
        server.close();
    }

    private static final String CRATE = "{'versioned_object.name':'Crate','versioned_object.namespace':'attacca',"
            + "'versioned_object.version':'%s','versioned_object.data':{'name':'c1','size_gb':3,'mood':'CALM'%s}}";

    /** JSON with quotes that need no escapes in Java. */
    private static Call call(String json) {
        return new Call()
                .setDeadlineMillis(5000)
                .setBody(ByteBuffer.wrap(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    private String onObject(String json) throws Exception {
        return text(client.act(call(json)).getBody());
    }

    private String onClass(String json) throws Exception {
        return text(client.query(call(json)).getBody());
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8).replace('"', '\'');
    }

    @Test
    void an_object_action_answers_with_updates_and_a_result() throws Exception {
        String answer = onObject("{'method':'grow_by','args':[4],'manifest':{'Crate':'1.1','Label':'1.1'},'object':"
                + String.format(CRATE, "1.1", "") + "}");

        assertThat(answer)
                .isEqualTo(
                        "{'result':7,'updates':{'changes':['mood','size_gb'],'data':{'mood':'EXCITED','size_gb':7}}}");
        assertThat(records).extracting(CallRecord::method).containsExactly("Crate.growBy");
        assertThat(records).extracting(CallRecord::peer).containsExactly("a script");
    }

    @Test
    void what_the_object_holds_is_updated_where_it_is() throws Exception {
        String label = ",'label':{'versioned_object.name':'Label','versioned_object.namespace':'attacca',"
                + "'versioned_object.version':'1.1','versioned_object.data':{'text':'fragile'}}";

        String answer = onObject("{'method':'grow_by','args':[1],'manifest':{'Crate':'1.1','Label':'1.1'},'object':"
                + String.format(CRATE, "1.1", label) + "}");

        assertThat(answer).contains("'nested':{'label':{'changes':['text'],'data':{'text':'grown'}}}");
    }

    @Test
    void a_call_that_changes_nothing_is_answered_with_two_bytes() throws Exception {
        assertThat(onObject("{'method':'look','object':" + String.format(CRATE, "1.0", "") + "}"))
                .isEqualTo("{}");
    }

    @Test
    void a_body_that_returns_its_object_says_so() throws Exception {
        assertThat(onObject("{'method':'itself','references':true,'object':" + String.format(CRATE, "1.0", "") + "}"))
                .isEqualTo("{'result':{'$ref':'request#/object'}}");
    }

    /** What the ancestor's library can read: it knows primitives, and nothing that stands for one. */
    @Test
    void a_caller_that_does_not_ask_for_references_gets_every_object_whole() throws Exception {
        String crate = String.format(CRATE, "1.0", "");
        String label = ",'label':{'versioned_object.name':'Label','versioned_object.namespace':'attacca',"
                + "'versioned_object.version':'1.1','versioned_object.data':{'text':'fragile'}}";
        String whole = "{'versioned_object.data':{'text':'fragile'},'versioned_object.name':'Label',"
                + "'versioned_object.namespace':'attacca','versioned_object.version':'1.1'}";

        assertThat(onObject("{'method':'itself','object':" + crate + "}"))
                .startsWith("{'result':{'versioned_object.data':{")
                .contains("'versioned_object.name':'Crate'")
                .doesNotContain("$ref");
        assertThat(onObject("{'method':'labels','manifest':{'Crate':'1.1','Label':'1.1'},'object':"
                        + String.format(CRATE, "1.1", label) + "}"))
                .isEqualTo("{'result':[" + whole + "," + whole + "]}");
    }

    @Test
    void an_object_that_stands_in_a_call_several_times_is_one_object() throws Exception {
        String other = String.format(CRATE, "1.0", "");

        assertThat(onObject("{'method':'swallow','args':[{'$ref':'#/object'},{'$ref':'#/object'}],'object':"
                        + String.format(CRATE, "1.0", "") + "}"))
                .isEqualTo("{'result':true,'updates':{'changes':['size_gb'],'data':{'size_gb':6}}}");
        assertThat(onObject("{'method':'swallow','args':[" + other + ",{'$ref':'#/args/0'}],'object':"
                        + String.format(CRATE, "1.0", "") + "}"))
                .isEqualTo("{'result':false,'updates':{'changes':['size_gb'],'data':{'size_gb':6}}}");
        assertThat(onObject("{'method':'swallow','args':[" + other + "," + other + "],'object':"
                        + String.format(CRATE, "1.0", "") + "}"))
                .isEqualTo("{'result':false,'updates':{'changes':['size_gb'],'data':{'size_gb':9}}}");
    }

    @Test
    void what_an_object_holds_is_returned_as_its_place_in_the_call() throws Exception {
        String label = ",'label':{'versioned_object.name':'Label','versioned_object.namespace':'attacca',"
                + "'versioned_object.version':'1.1','versioned_object.data':{'text':'fragile'}}";

        assertThat(onObject("{'method':'labels','references':true,'manifest':{'Crate':'1.1','Label':'1.1'},'object':"
                        + String.format(CRATE, "1.1", label) + "}"))
                .isEqualTo("{'result':[{'$ref':'request#/object/versioned_object.data/label'},"
                        + "{'$ref':'request#/object/versioned_object.data/label'}]}");
    }

    private String together(String json, Boolean... onClass) throws Exception {
        Batch batch = new Batch()
                .setCalls(Stream.of(onClass)
                        .map(each -> new BatchedCall(0, 0, each))
                        .toList())
                .setBody(call(json).getBody())
                .setDeadlineMillis(5000);
        return text(client.batch(batch).getBody());
    }

    @Test
    void several_calls_are_one_unit_of_work_and_answered_together() throws Exception {
        String answer = together(
                "{'calls':[{'method':'grow_by','args':[4],'object':" + String.format(CRATE, "1.1", "") + "},"
                        + "{'class':'Crate','method':'by_mood','args':['CALM',null]},"
                        + "{'method':'grow_by','args':[10],'object':{'$ref':'#/calls/0/object'}},"
                        + "{'method':'itself','object':{'$ref':'#/calls/0/object'}}],"
                        + "'manifest':{'Crate':'1.1','Label':'1.1'},'references':true}",
                false,
                true,
                false,
                false);

        assertThat(answer)
                .startsWith("{'replies':[{'result':7,'updates':{'changes':['mood','size_gb'],'data':{'mood':'EXCITED',"
                        + "'size_gb':17}}},{'result':[{'versioned_object.data':{'label':{")
                .endsWith("},{'result':17},{'result':{'$ref':'request#/calls/0/object'}}]}");
        assertThat(records)
                .extracting(CallRecord::method)
                .containsExactly("batch of 4: Crate.growBy, Crate.Query.byMood, Crate.growBy, Crate.itself");
    }

    @Test
    void of_calls_that_are_one_none_is_carried_out_if_one_fails() {
        WireFault fault = catchThrowableOfType(
                WireFault.class,
                () -> together(
                        "{'calls':[{'method':'look','object':" + String.format(CRATE, "1.0", "")
                                + "},{'method':'grow_by','args':['4'],'object':" + String.format(CRATE, "1.0", "")
                                + "}]}",
                        false,
                        false));

        assertThat(fault.getCode()).isEqualTo("WRONG_TYPE");
        assertThat(fault.getMessage()).startsWith("batch.calls[1].argument 0: a text (expected: a whole number");
        assertThat(fault.getOutcome()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'calls':[]}|BAD_SIZE|batch: 0 calls (expected: 1, as many as the message says)",
                "{'calls':[{'method':'look','object':{'$ref':'#/calls/0/object'}}]}|NOT_NULL|batch.calls[0].object",
                "{'calls':[{'method':'look','object':{'$ref':'#/calls/7/object'}}]}|RANGE|batch.calls[0].object.$ref: no object",
                "{'calls':[{'method':'look','object':{'$ref':'elsewhere'}}]}|RANGE|batch.calls[0].object.$ref: no object",
                "{'calls':[{'class':'Crate','method':'by_mood','args':['CALM',null]}]}|NOT_NULL|batch.calls[0].object",
                "{'calls':[7]}|WRONG_TYPE|batch.calls[0]: a number",
                "{'calls':[{'method':'look','manifest':{}}]}|WRONG_TYPE|batch.calls[0].manifest: unknown",
                "{'method':'look'}|WRONG_TYPE|batch.method: unknown"
            })
    void calls_that_make_no_sense_together_are_refused_with_their_place(String body, String code, String message) {
        WireFault fault = catchThrowableOfType(WireFault.class, () -> together(body, false));

        assertThat(fault.getCode()).isEqualTo(code);
        assertThat(fault.getMessage()).startsWith(message);
        assertThat(fault.getOutcome()).isZero();
    }

    @Test
    void a_class_action_answers_in_the_versions_of_its_manifest() throws Exception {
        String answer = onClass("{'class':'Crate','method':'by_mood','args':['EXCITED',null],"
                + "'manifest':{'Crate':'1.1','Label':'1.0'}}");

        assertThat(answer)
                .contains("'versioned_object.version':'1.1'")
                .contains("'mood':'EXCITED'")
                .contains("'versioned_object.data':{'text':'fragile'},'versioned_object.name':'Label',"
                        + "'versioned_object.namespace':'attacca','versioned_object.version':'1.0'")
                .doesNotContain("color");
    }

    @Test
    void without_a_manifest_everything_is_as_old_as_it_gets() throws Exception {
        String answer = onClass("{'class':'Crate','method':'by_mood','args':['EXCITED',null]}");

        assertThat(answer)
                .isEqualTo("{'result':[{'versioned_object.data':{'mood':'CALM','name':'c1','size_gb':7},"
                        + "'versioned_object.name':'Crate','versioned_object.namespace':'attacca',"
                        + "'versioned_object.version':'1.0'}]}");
        assertThat(records.get(0).lost()).isNotEmpty();
    }

    @Test
    void without_a_manifest_the_object_that_was_sent_says_what_its_caller_knows() throws Exception {
        assertThat(onObject("{'method':'grow_by','args':[1],'object':" + String.format(CRATE, "1.1", "") + "}"))
                .contains("'mood':'EXCITED'");
        assertThat(onObject("{'method':'grow_by','args':[1],'object':" + String.format(CRATE, "1.0", "") + "}"))
                .contains("'mood':'CALM'");
    }

    @Test
    void a_class_that_crosses_and_is_missing_in_the_manifest_is_a_typed_refusal() {
        WireFault fault = catchThrowableOfType(
                WireFault.class,
                () -> onClass("{'class':'Crate','method':'by_mood','args':['CALM',null],'manifest':{'Crate':'1.1'}}"));

        assertThat(fault.getCode()).isEqualTo("UNKNOWN_TYPE");
        assertThat(fault.getMessage()).startsWith("Label: ");
        assertThat(fault.getOutcome()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'method':'look'}|WRONG_TYPE NOT_NULL|call.object: null",
                "{'method':'drop','object':%s}|UNKNOWN_METHOD|Crate: unknown method",
                "{'method':'made','object':%s}|UNKNOWN_METHOD|Crate: unknown method",
                "{'method':'growBy','args':[1],'object':%s}|UNKNOWN_METHOD|Crate: unknown method",
                "{'method':'shrink','object':%s}|UNKNOWN_METHOD|Crate: unknown method",
                "{'method':'grow_by','object':%s}|BAD_SIZE|Crate.growBy: 0 arguments (expected: 1",
                "{'method':'grow_by','args':['4'],'object':%s}|WRONG_TYPE|Crate.growBy.argument 0: a text",
                "{'method':'grow_by','args':[null],'object':%s}|NOT_NULL|Crate.growBy.argument 0: null",
                "{'method':'look','object':%s,'extra':1}|WRONG_TYPE|call.extra: unknown",
                "{'method':'look','manifest':{'Crate':'x'},'object':%s}|WRONG_TYPE|call.manifest.Crate: no version",
                "{'method':'look','manifest':{'Crate':'3.0'},'object':%s}|VERSION_MISMATCH VERSION_TOO_OLD"
                        + " VERSION_TOO_NEW UNKNOWN_TYPE|Crate",
                "{'method':'look','manifest':{'Crate':'0.9'},'object':%s}|VERSION_TOO_OLD VERSION_TOO_NEW|Crate",
                "[]|WRONG_TYPE|call: an array",
                "'x'|WRONG_TYPE|call: a text",
                "{|BAD_SIZE|call: the bytes end too early"
            })
    void a_call_that_makes_no_sense_is_refused_and_the_next_one_is_served(String body, String codes, String message)
            throws Exception {
        WireFault fault = catchThrowableOfType(
                WireFault.class, () -> onObject(String.format(body, String.format(CRATE, "1.0", ""))));

        assertThat(codes.split(" ")).contains(fault.getCode());
        assertThat(fault.getMessage()).startsWith(message);
        assertThat(fault.getOutcome()).isZero();
        a_call_that_changes_nothing_is_answered_with_two_bytes();
    }

    @Test
    void an_object_newer_than_the_conductor_is_refused_with_the_version_it_speaks() {
        WireFault fault = catchThrowableOfType(
                WireFault.class, () -> onObject("{'method':'look','object':" + String.format(CRATE, "1.4", "") + "}"));

        assertThat(fault.getCode()).isEqualTo("VERSION_TOO_NEW");
        assertThat(fault.getDetails()).containsEntry("supported", "1.1");
    }
}
