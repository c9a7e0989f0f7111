package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.codec.AgreedType;
import dev.attacca.codec.Agreement;
import dev.attacca.codec.CallCodec;
import dev.attacca.compute.Instance;
import dev.attacca.fleet.Release;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.SchemaSet;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Caller;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Welcome;
import dev.attacca.walk.FrameDump.Part;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
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
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TMemoryInputTransport;
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

    /** A connection on which this test says what a client of ours would. */
    private record Line(Socket socket, DataOutputStream out, DataInputStream in) implements AutoCloseable {
        static Line to(String address) throws IOException {
            String[] parts = address.split(":", -1);
            Socket socket = new Socket(parts[0], Integer.parseInt(parts[1]));
            return new Line(
                    socket,
                    new DataOutputStream(socket.getOutputStream()),
                    new DataInputStream(socket.getInputStream()));
        }

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
    }

    private static byte[] frame(String name, byte type, int seqid, TBase<?, ?> content) throws TException {
        TMemoryBuffer written = new TMemoryBuffer(256);
        TCompactProtocol protocol = new TCompactProtocol(written);
        protocol.writeMessageBegin(new TMessage(name, type, seqid));
        content.write(protocol);
        return ByteBuffer.allocate(Integer.BYTES + written.length())
                .putInt(written.length())
                .put(written.getArray(), 0, written.length())
                .array();
    }

    private static <T extends TBase<?, ?>> T content(byte[] frame, T into) throws TException {
        TCompactProtocol protocol =
                new TCompactProtocol(new TMemoryInputTransport(Arrays.copyOfRange(frame, Integer.BYTES, frame.length)));
        protocol.readMessageBegin();
        into.read(protocol);
        return into;
    }

    @Test
    void the_page_shows_what_crosses() throws Exception {
        ObjectContext context = fleet.served().client().context(RequestContext.create());
        Sample.flavor(context);
        UUID uuid = Sample.instance(context, "project-page", "page").getUuid();
        Instance instance = Objects.requireNonNull(Instance.query(context).byUuid(uuid));
        try (Line line = Line.to(fleet.conductor().address())) {
            CallCodec codec = agreed(line);
            ping(line);
            saveOfNothing(line, codec, instance);
            saveOfOneMoment(line, codec, instance);
            destroy(line, codec, Objects.requireNonNull(Instance.query(context).byUuid(uuid)));
            note(
                    "cancel",
                    frame("cancel", TMessageType.ONEWAY, 0, new Conductor.cancel_args(7)),
                    Conductor.cancel_args.class,
                    List.of());
        }
        note(
                "drain",
                frame("drain", TMessageType.ONEWAY, 0, new Caller.drain_args()),
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
    private CallCodec agreed(Line line) throws IOException, TException {
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
        try (Line before = Line.to(fleet.conductor().address())) {
            byte[] answer = before.exchanged(frame("hello", TMessageType.CALL, 1, new Conductor.hello_args(hello)));
            known = Objects.requireNonNull(
                    content(answer, new Conductor.hello_result()).getSuccess());
        }
        hello.setKnownSchemas(List.of(ByteBuffer.wrap(known.getSchemaHash())));
        byte[] question = frame("hello", TMessageType.CALL, 1, new Conductor.hello_args(hello));
        note("hello", question, Conductor.hello_args.class, List.of());
        byte[] answer = line.exchanged(question);
        note("hello, its answer", answer, Conductor.hello_result.class, List.of());
        assertThat(Objects.requireNonNull(
                                content(answer, new Conductor.hello_result()).getSuccess())
                        .isSchemaWanted())
                .isFalse();
        return CallCodec.binary(Agreement.between(registry, SchemaSet.parse(known.getSchemaSet())));
    }

    private void ping(Line line) throws IOException, TException {
        byte[] question = frame("ping", TMessageType.CALL, 0, new Conductor.ping_args());
        note("ping", question, Conductor.ping_args.class, List.of());
        note("ping, its answer", line.exchanged(question), Conductor.ping_result.class, List.of());
    }

    private void saveOfNothing(Line line, CallCodec codec, Instance instance) throws IOException, TException {
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

    private void saveOfOneMoment(Line line, CallCodec codec, Instance instance) throws IOException, TException {
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

    private void destroy(Line line, CallCodec codec, Instance instance) throws IOException, TException {
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
    private byte[] acted(Line line, CallCodec codec, Instance instance, String method, String title, List<Part> body)
            throws IOException, TException {
        RemotableMethod remotable = instance.type().remotables().stream()
                .filter(each -> each.name().equals(method))
                .findFirst()
                .orElseThrow();
        AgreedType type = codec.agreement().typed("Instance");
        Call call = new Call()
                .setType(type.id())
                .setMethod(type.idOf(remotable))
                .setDeadlineMillis(20_000)
                .setBody(codec.writeRequest(instance, remotable, new Object[0]))
                .setCallId(TEN_MILLIONTH)
                .setRequest(TEN_MILLIONTH);
        byte[] question = frame("act", TMessageType.CALL, 7, new Conductor.act_args(call));
        note(title, question, Conductor.act_args.class, body);
        assertThat(question).hasSizeLessThanOrEqualTo(MOST_OF_SAVE);
        byte[] answer = line.exchanged(question);
        sizes.append(String.format(Locale.ROOT, "%5d %4d  %s%n", question.length, answer.length, title));
        return answer;
    }
}
