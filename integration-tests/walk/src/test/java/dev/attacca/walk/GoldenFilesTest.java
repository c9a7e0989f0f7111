package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.Attacca;
import dev.attacca.codec.AgreedType;
import dev.attacca.codec.Agreement;
import dev.attacca.codec.BodyMemory;
import dev.attacca.codec.CallCodec;
import dev.attacca.codec.CodecKind;
import dev.attacca.codec.ObjectBytes;
import dev.attacca.compute.ComputeDomain;
import dev.attacca.fleet.Release;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.ObjectType;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.ObjectFiller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Objects and calls as each release of the compute domain wrote them, committed: read by every later release, and written again byte for byte.
 *
 * <p>Where this fails, data and peers of a release are no longer understood. If that is meant, as only before the first release it can be,
 * {@code -Dattacca.golden.write=true} writes the files anew; a new release adds a folder in the same way.
 */
class GoldenFilesTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
    private static final int OBJECTS = 6;
    private static final ObjectRegistry TODAY =
            ObjectRegistry.builder().add(new ComputeDomain()).build();

    private static ObjectRegistry registry(String release) {
        return switch (release) {
            case "1.0" -> FrozenDomain.of(Release.R1_0);
            case "1.1" -> FrozenDomain.of(Release.R1_1);
            default -> TODAY;
        };
    }

    private static Path file(String release, ObjectType<?> type) {
        return FOLDER.resolve(release).resolve(type.name() + ".hex");
    }

    private static Path calls(String release) {
        return FOLDER.resolve(release).resolve("calls.txt");
    }

    /** What two sides say to each other for a new object, as text: the call's body, then its answer's. */
    private record Said(String type, String call, String answer) {
        static Said of(String line) {
            String[] words = line.split(" ", -1);
            return new Said(words[0], words[1], words[2]);
        }

        String line() {
            return type + " " + call + " " + answer;
        }
    }

    private static CallCodec codec(ObjectRegistry side, ObjectRegistry released) {
        return CallCodec.binary(Agreement.between(side, released.schemaSet()));
    }

    private static RemotableMethod create(ObjectType<?> type) {
        return type.remotables().stream()
                .filter(method -> method.name().equals("create"))
                .findFirst()
                .orElseThrow();
    }

    private static Said asked(CallCodec codec, VersionedObject object) {
        byte[] call = codec.writeRequest(object, create(object.type()), new Object[0]);
        return answered(codec, object.type().name(), HexFormat.of().formatHex(call), object.context());
    }

    /** Reads the call, writes it again, and answers as a body that stored everything would. */
    private static Said answered(CallCodec codec, String name, String call, ObjectContext context) {
        AgreedType type = codec.agreement().typed(name);
        RemotableMethod create = create(type.type());
        CallCodec.Incoming incoming = codec.open(
                type.id(),
                type.idOf(create),
                false,
                ByteBuffer.wrap(HexFormat.of().parseHex(call)));
        VersionedObject receiver = Objects.requireNonNull(incoming.read(context).receiver());
        byte[] again = codec.writeRequest(receiver, create, new Object[0]);
        ObjectSnapshot before = ObjectSnapshot.of(receiver);
        receiver.resetChanges();
        CallCodec.Written answer = incoming.writeReply(receiver, before, null, BodyMemory.NEW);
        return new Said(name, HexFormat.of().formatHex(again), HexFormat.of().formatHex(answer.body()));
    }

    private static void writeCalls(ObjectRegistry released, String release) throws IOException {
        CallCodec codec = codec(released, released);
        ObjectFiller filler = ObjectFiller.of(released);
        List<String> lines = new ArrayList<>();
        for (ObjectType<?> type : released.types()) {
            for (int seed = 0; seed < OBJECTS; seed++) {
                lines.add(asked(codec, filler.seed(seed).filled(type.javaType(), context(released)))
                        .line());
            }
        }
        Files.write(calls(release), lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void a_call_of_a_release_is_read_and_answered_with_the_same_bytes(String release) throws IOException {
        ObjectRegistry released = registry(release);
        if (Boolean.getBoolean("attacca.golden.write")) {
            writeCalls(released, release);
        }

        List<String> lines = Files.readAllLines(calls(release));
        assertThat(lines).hasSize(OBJECTS * released.types().size());
        for (ObjectRegistry reader : List.of(released, TODAY)) {
            CallCodec codec = codec(reader, released);
            for (String line : lines) {
                Said said = Said.of(line);
                assertThat(answered(codec, said.type(), said.call(), context(reader)))
                        .isEqualTo(said);
            }
        }
    }

    private static ObjectContext context(ObjectRegistry registry) {
        return Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
    }

    /** Some as they were loaded, some with all their changes. */
    private static void write(ObjectRegistry released, String release) throws IOException {
        ObjectBytes bytes =
                new ObjectBytes(CodecKind.BINARY, released, Agreement.between(released, released.schemaSet()));
        ObjectFiller filler = ObjectFiller.of(released);
        for (ObjectType<?> type : released.types()) {
            List<String> lines = new ArrayList<>();
            for (int seed = 0; seed < OBJECTS; seed++) {
                VersionedObject object = filler.seed(seed).filled(type.javaType(), context(released));
                if (seed % 2 == 0) {
                    object.resetChanges();
                }
                lines.add(HexFormat.of().formatHex(bytes.write(object).bytes()));
            }
            Files.createDirectories(FOLDER.resolve(release));
            Files.write(file(release, type), lines);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.1", "1.2"})
    void what_a_release_wrote_is_read_and_written_again(String release) throws IOException {
        ObjectRegistry released = registry(release);
        if (Boolean.getBoolean("attacca.golden.write")) {
            write(released, release);
        }

        for (ObjectRegistry reader : List.of(released, TODAY)) {
            ObjectBytes bytes =
                    new ObjectBytes(CodecKind.BINARY, reader, Agreement.between(reader, released.schemaSet()));
            for (ObjectType<?> type : released.types()) {
                List<String> lines = Files.readAllLines(file(release, type));
                assertThat(lines).as("%s of %s", type.name(), release).hasSize(OBJECTS);
                for (String line : lines) {
                    VersionedObject read = bytes.read(type.key(), HexFormat.of().parseHex(line), context(reader));
                    ObjectBytes.Written again = bytes.write(read);

                    assertThat(HexFormat.of().formatHex(again.bytes()))
                            .as("%s of %s", read, release)
                            .isEqualTo(line);
                    assertThat(again.losses()).isEmpty();
                }
            }
        }
    }
}
