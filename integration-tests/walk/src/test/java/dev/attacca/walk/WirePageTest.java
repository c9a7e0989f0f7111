package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.codec.AgreedType;
import dev.attacca.codec.Agreement;
import dev.attacca.codec.BodyMemory;
import dev.attacca.codec.CallCodec;
import dev.attacca.compute.Instance;
import dev.attacca.compute.Quotas;
import dev.attacca.fleet.Release;
import dev.attacca.foreign.LibraryDomain;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.SchemaSet;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.BatchedCall;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Caller;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Welcome;
import dev.attacca.walk.FrameDump.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The dumps in {@code docs/wire.md} are what a conductor was sent and what it answered. Where they are not, {@code
 * -Dattacca.docs.write=true} writes them anew.
 */
@ExtendWith(SharedFleet.Resolver.class)
class WirePageTest {
    private static final Path PAGE = Release.home().resolve("docs/wire.md");
    private static final Pattern BLOCK = Pattern.compile("<!-- dump (.+?) -->\n```text\n(.*?)```", Pattern.DOTALL);
    private static final long TEN_MILLIONTH = 10_000_000;
    private static final int SMALLEST_PART = 1024;
    private static final int MOST_OF_SAVE = 64;
    private static final int MOST_OF_ITS_REPLY = 48;
    private static final int MOST_OF_NOTHING = 40;

    private final ObjectRegistry registry = ObjectRegistry.load();
    private final SharedFleet fleet;
    private final Map<String, String> dumps = new TreeMap<>();
    private final StringBuilder sizes = new StringBuilder("there back\n");

    WirePageTest(SharedFleet fleet) {
        this.fleet = fleet;
    }

    @Test
    void the_page_shows_what_crosses() throws Exception {
        ObjectContext context = fleet.served().client().context(RequestContext.create());
        Sample.flavor(context);
        UUID uuid = Sample.instance(context, "project-page", "page").getUuid();
        Instance instance = Objects.requireNonNull(Instance.query(context).byUuid(uuid));
        try (SpokenLine line = SpokenLine.to(fleet.conductor().address())) {
            CallCodec codec = agreed(line);
            strangerIntroducesItself();
            ping(line);
            saveOfNothing(line, codec, instance);
            saveOfOneMoment(line, codec, instance);
            queryByUuid(line, codec, uuid);
            refused(line, codec, context);
            together(
                    line,
                    codec,
                    Sample.instance(context, "project-page", "page"),
                    Sample.instance(context, "project-page", "page"));
            destroy(line, codec, Objects.requireNonNull(Instance.query(context).byUuid(uuid)));
            note(
                    "cancel",
                    SpokenLine.frame("cancel", TMessageType.ONEWAY, 0, new Conductor.cancel_args(7)),
                    Conductor.cancel_args.class,
                    List.of());
        }
        note(
                "part",
                SpokenLine.frame(
                        "part", TMessageType.ONEWAY, 0, new Caller.part_args(7, ByteBuffer.allocate(SMALLEST_PART))),
                Caller.part_args.class,
                List.of());
        note(
                "drain",
                SpokenLine.frame("drain", TMessageType.ONEWAY, 0, new Caller.drain_args()),
                Caller.drain_args.class,
                List.of());

        dumps.put("sizes", sizes.toString());
        String page = Files.readString(PAGE);
        String expected = BLOCK.matcher(page)
                .replaceAll(block -> Matcher.quoteReplacement(
                        "<!-- dump " + block.group(1) + " -->\n```text\n" + taken(block.group(1)) + "```"));
        if (Boolean.getBoolean("attacca.docs.write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(expected);
        assertThat(dumps).as("dumps that the page does not show").isEmpty();
    }

    private String taken(String title) {
        return Objects.requireNonNull(dumps.remove(title), title);
    }

    private void note(String title, byte[] frame, Class<? extends TBase<?, ?>> content, List<Part> body) {
        dumps.put(title, FrameDump.of(frame, content, body));
    }

    /** A hello like a client's that met this conductor before, so that neither side sends its schema set. */
    private CallCodec agreed(SpokenLine line) throws IOException, TException {
        Hello hello = new Hello()
                .setMinProtocol(1)
                .setMaxProtocol(1)
                .setSchemaHash(registry.schemaSet().hash())
                .setKnownSchemas(List.of())
                .setCodecs(List.of("kryo"))
                .setPeer("agent-1")
                .setAcceptsDrain(true)
                .setKeepaliveMillis(3000)
                .setOrigin(new byte[] {0x5f, 0x1d, (byte) 0x9c, 0x3a, (byte) 0xb2, (byte) 0xe4, 0x07, 0x18});
        Welcome known;
        try (SpokenLine before = SpokenLine.to(fleet.conductor().address())) {
            byte[] answer =
                    before.exchanged(SpokenLine.frame("hello", TMessageType.CALL, 1, new Conductor.hello_args(hello)));
            known = Objects.requireNonNull(
                    SpokenLine.content(answer, new Conductor.hello_result()).getSuccess());
        }
        hello.setKnownSchemas(List.of(ByteBuffer.wrap(known.getSchemaHash())));
        byte[] question = SpokenLine.frame("hello", TMessageType.CALL, 1, new Conductor.hello_args(hello));
        note("hello", question, Conductor.hello_args.class, List.of());
        byte[] answer = line.exchanged(question);
        note("hello, its answer", answer, Conductor.hello_result.class, List.of());
        assertThat(Objects.requireNonNull(SpokenLine.content(answer, new Conductor.hello_result())
                                .getSuccess())
                        .isSchemaWanted())
                .isFalse();
        return CallCodec.binary(Agreement.between(registry, SchemaSet.parse(known.getSchemaSet())));
    }

    /** A process that no conductor has met: it has the library's classes and no others. */
    private void strangerIntroducesItself() throws IOException, TException {
        SchemaSet library =
                ObjectRegistry.builder().add(new LibraryDomain()).build().schemaSet();
        Hello hello = new Hello()
                .setMinProtocol(1)
                .setMaxProtocol(1)
                .setSchemaHash(library.hash())
                .setKnownSchemas(List.of(ByteBuffer.wrap(registry.schemaSet().hash())))
                .setCodecs(List.of("kryo"))
                .setPeer("stranger");
        try (SpokenLine line = SpokenLine.to(fleet.conductor().address())) {
            byte[] unknown =
                    line.exchanged(SpokenLine.frame("hello", TMessageType.CALL, 1, new Conductor.hello_args(hello)));
            note("hello of a stranger, its answer", unknown, Conductor.hello_result.class, List.of());
            assertThat(Objects.requireNonNull(SpokenLine.content(unknown, new Conductor.hello_result())
                                    .getSuccess())
                            .isSchemaWanted())
                    .isTrue();
            byte[] again = SpokenLine.frame(
                    "hello", TMessageType.CALL, 2, new Conductor.hello_args(hello.setSchemaSet(library.sent())));
            note("hello with a schema set", again, Conductor.hello_args.class, List.of());
            byte[] known = line.exchanged(again);
            assertThat(Objects.requireNonNull(SpokenLine.content(known, new Conductor.hello_result())
                                    .getSuccess())
                            .isSchemaWanted())
                    .isFalse();
        }
        dumps.put("schema set", new String(library.sent(), StandardCharsets.UTF_8));
    }

    private void queryByUuid(SpokenLine line, CallCodec codec, UUID uuid) throws IOException, TException {
        AgreedType type = codec.agreement().typed("Instance");
        RemotableMethod byUuid =
                registry.queryType(Objects.requireNonNull(type.type().queryType())).remotables().stream()
                        .filter(each -> each.name().equals("byUuid"))
                        .findFirst()
                        .orElseThrow();
        Call call = new Call()
                .setType(type.id())
                .setMethod(type.idOf(byUuid))
                .setBody(codec.writeRequest(null, byUuid, new Object[] {uuid}))
                .setRequest(TEN_MILLIONTH);
        byte[] question = SpokenLine.frame("query", TMessageType.CALL, 8, new Conductor.query_args(call));
        note(
                "query by uuid",
                question,
                Conductor.query_args.class,
                List.of(Part.of(1, "text: none"), Part.of(1, "argument 0: a value"), Part.varying(16, "uuid")));
        byte[] answer = line.exchanged(question);
        note(
                "query by uuid, its answer",
                answer,
                Conductor.query_result.class,
                List.of(
                        Part.of(2, "text: 69 characters, at the end"),
                        Part.of(1, "result: a value"),
                        Part.of(1, "object: nothing changed; masks of set fields and of nulls follow"),
                        Part.of(3, "set fields: all but blockDevices and flavor, which are lazy"),
                        Part.of(3, "nulls: deletedAt, taskState, terminatedAt"),
                        Part.of(2, "memoryMb: 2048, zigzag"),
                        Part.of(1, "rowVersion: 2"),
                        Part.of(1, "vcpus: 2"),
                        Part.of(6, "lengths of availabilityZone, flavorId, host, name, projectId, userId"),
                        Part.varying(16, "uuid"),
                        Part.varying(8, "createdAt"),
                        Part.of(8, "launchedAt"),
                        Part.varying(8, "updatedAt"),
                        Part.of(2, "powerState, vmState: positions of constants"),
                        Part.of(1, "systemMetadata: 2 entries"),
                        Part.of(4, "lengths of each key and value"),
                        Part.of(69, "the text")));
        size(question, answer, "Instance.byUuid(…) of an instance with 19 fields set");
    }

    /** A project without quotas. */
    private void refused(SpokenLine line, CallCodec codec, ObjectContext context) throws IOException, TException {
        Quotas nobodys = context.create(Quotas.class);
        nobodys.setProjectId("none");
        nobodys.resetChanges();
        RemotableMethod reserve = nobodys.type().remotables().stream()
                .filter(each -> each.name().equals("reserve"))
                .findFirst()
                .orElseThrow();
        AgreedType type = codec.agreement().typed("Quotas");
        Call call = new Call()
                .setType(type.id())
                .setMethod(type.idOf(reserve))
                .setBody(codec.writeRequest(nobodys, reserve, new Object[] {1, 1, 1L}))
                .setCallId(TEN_MILLIONTH)
                .setRequest(TEN_MILLIONTH);
        byte[] answer = line.exchanged(SpokenLine.frame("act", TMessageType.CALL, 9, new Conductor.act_args(call)));
        note("a fault", answer, Conductor.act_result.class, List.of());
    }

    private void together(SpokenLine line, CallCodec codec, Instance saved, Instance destroyed)
            throws IOException, TException {
        saved.setLaunchedAt(Instant.parse("2026-11-21T12:00:00.123456Z"));
        AgreedType type = codec.agreement().typed("Instance");
        RemotableMethod save = remotable(saved, "save");
        RemotableMethod destroy = remotable(saved, "destroy");
        ByteBuffer body = codec.askTogether(
                        List.of(
                                new ActionRequest(saved, save, new Object[0]),
                                new ActionRequest(destroyed, destroy, new Object[0])),
                        BodyMemory.NEW)
                .body();
        Batch batch = new Batch()
                .setCalls(List.of(
                        new BatchedCall(type.id(), type.idOf(save), false),
                        new BatchedCall(type.id(), type.idOf(destroy), false)))
                .setBody(body)
                .setCallId(TEN_MILLIONTH + 1)
                .setRequest(TEN_MILLIONTH);
        byte[] question = SpokenLine.frame("batch", TMessageType.CALL, 10, new Conductor.batch_args(batch));
        note(
                "batch of two",
                question,
                Conductor.batch_args.class,
                List.of(
                        Part.of(1, "text: none"),
                        Part.of(1, "2 receivers"),
                        Part.of(1, "class of receiver 0: 4"),
                        Part.of(
                                1,
                                "object: what identifies it, and field " + bit(saved, "launchedAt")
                                        + ", launchedAt, changed"),
                        Part.of(1, "rowVersion: 1, zigzag"),
                        Part.varying(16, "uuid"),
                        Part.of(8, "launchedAt"),
                        Part.of(1, "class of receiver 1: 4"),
                        Part.of(1, "object: what identifies it, nothing changed, no nulls"),
                        Part.of(1, "rowVersion: 1, zigzag"),
                        Part.varying(16, "uuid"),
                        Part.of(1, "call 0 is for receiver 0"),
                        Part.of(1, "call 1 is for receiver 1")));
        byte[] answer = line.exchanged(question);
        note(
                "batch of two, its answer",
                answer,
                Conductor.batch_result.class,
                List.of(
                        Part.of(1, "text: none"),
                        Part.of(1, "updates of receiver 0: nothing unset, nothing changed any more, no nulls"),
                        Part.of(3, "updated fields: rowVersion, updatedAt"),
                        Part.of(1, "rowVersion: 2, zigzag"),
                        Part.varying(8, "updatedAt"),
                        Part.of(1, "updates of receiver 1: nothing unset, nothing changed any more, no nulls"),
                        Part.of(2, "updated fields: deletedAt, rowVersion"),
                        Part.varying(8, "deletedAt"),
                        Part.of(1, "rowVersion: 2, zigzag")));
        size(question, answer, "both in a batch: save() of one changed field, destroy()");
    }

    private static RemotableMethod remotable(Instance instance, String method) {
        return instance.type().remotables().stream()
                .filter(each -> each.name().equals(method))
                .findFirst()
                .orElseThrow();
    }

    private void size(byte[] question, byte[] answer, String what) {
        sizes.append(String.format(Locale.ROOT, "%5d %4d  %s%n", question.length, answer.length, what));
    }

    private void ping(SpokenLine line) throws IOException, TException {
        byte[] question = SpokenLine.frame("ping", TMessageType.CALL, 0, new Conductor.ping_args());
        note("ping", question, Conductor.ping_args.class, List.of());
        note("ping, its answer", line.exchanged(question), Conductor.ping_result.class, List.of());
    }

    private void saveOfNothing(SpokenLine line, CallCodec codec, Instance instance) throws IOException, TException {
        byte[] answer = acted(
                line,
                codec,
                instance,
                "save",
                "save() that changes nothing",
                List.of(
                        Part.of(1, "text: none"),
                        Part.of(1, "object: what identifies it, nothing changed, no nulls"),
                        Part.of(1, "rowVersion: 1, zigzag"),
                        Part.varying(16, "uuid")));
        note(
                "save() that changes nothing, its answer",
                answer,
                Conductor.act_result.class,
                List.of(Part.of(1, "text: none"), Part.of(1, "updates: none")));
        assertThat(answer).hasSizeLessThanOrEqualTo(MOST_OF_NOTHING);
    }

    private void saveOfOneMoment(SpokenLine line, CallCodec codec, Instance instance) throws IOException, TException {
        instance.setLaunchedAt(Instant.parse("2026-11-21T12:00:00.123456Z"));
        byte[] answer = acted(
                line,
                codec,
                instance,
                "save",
                "save() of one changed field",
                List.of(
                        Part.of(1, "text: none"),
                        Part.of(
                                1,
                                "object: what identifies it, and field " + bit(instance, "launchedAt")
                                        + ", launchedAt, changed"),
                        Part.of(1, "rowVersion: 1, zigzag"),
                        Part.varying(16, "uuid"),
                        Part.of(
                                8,
                                "launchedAt: 2026-11-21T12:00:00.123456Z, microseconds since 1970, lowest byte first")));
        note(
                "save() of one changed field, its answer",
                answer,
                Conductor.act_result.class,
                List.of(
                        Part.of(1, "text: none"),
                        Part.of(1, "updates: nothing unset, nothing changed any more, no nulls"),
                        Part.of(3, "updated fields: rowVersion, updatedAt"),
                        Part.of(1, "rowVersion: 2, zigzag"),
                        Part.varying(8, "updatedAt")));
        assertThat(answer).hasSizeLessThanOrEqualTo(MOST_OF_ITS_REPLY);
    }

    private void destroy(SpokenLine line, CallCodec codec, Instance instance) throws IOException, TException {
        byte[] answer = acted(
                line,
                codec,
                instance,
                "destroy",
                "destroy()",
                List.of(
                        Part.of(1, "text: none"),
                        Part.of(1, "object: what identifies it, nothing changed, no nulls"),
                        Part.of(1, "rowVersion: 2, zigzag"),
                        Part.varying(16, "uuid")));
        note(
                "destroy(), its answer",
                answer,
                Conductor.act_result.class,
                List.of(
                        Part.of(1, "text: none"),
                        Part.of(1, "updates: nothing unset, nothing changed any more, no nulls"),
                        Part.of(2, "updated fields: deletedAt, rowVersion"),
                        Part.varying(8, "deletedAt"),
                        Part.of(1, "rowVersion: 3, zigzag")));
    }

    private static int bit(Instance instance, String field) {
        return instance.type().fields().stream()
                .filter(each -> each.name().equals(field))
                .findFirst()
                .orElseThrow()
                .index();
    }

    /** Asks as the ten-millionth call of a process, and of its ten-millionth request. */
    private byte[] acted(
            SpokenLine line, CallCodec codec, Instance instance, String method, String title, List<Part> body)
            throws IOException, TException {
        RemotableMethod remotable = remotable(instance, method);
        AgreedType type = codec.agreement().typed("Instance");
        Call call = new Call()
                .setType(type.id())
                .setMethod(type.idOf(remotable))
                .setDeadlineMillis(20_000)
                .setBody(codec.writeRequest(instance, remotable, new Object[0]))
                .setCallId(TEN_MILLIONTH)
                .setRequest(TEN_MILLIONTH);
        byte[] question = SpokenLine.frame("act", TMessageType.CALL, 7, new Conductor.act_args(call));
        note(title, question, Conductor.act_args.class, body);
        assertThat(question).hasSizeLessThanOrEqualTo(MOST_OF_SAVE);
        byte[] answer = line.exchanged(question);
        size(question, answer, title);
        return answer;
    }
}
