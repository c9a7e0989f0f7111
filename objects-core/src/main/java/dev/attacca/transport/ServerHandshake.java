package dev.attacca.transport;

import dev.attacca.codec.Agreement;
import dev.attacca.codec.CallCodec;
import dev.attacca.codec.CodecKind;
import dev.attacca.error.ProtocolException;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.SchemaSet;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Welcome;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a server answers a hello, and what it agreed on with each schema set, so that a fleet of a thousand equal agents sends
 * theirs once.
 *
 * <p>Thread safety: safe for use by several threads.
 */
public final class ServerHandshake {
    private static final int MOST_AGREEMENTS = 64;

    private final ObjectRegistry registry;
    private final String name;
    private final CallCodec ofStrangers;
    private final Map<ByteBuffer, Agreed> agreed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Agreed> eldest) {
            return size() > MOST_AGREEMENTS;
        }
    };

    /**
     * The handshake of a server.
     *
     * @param registry the classes it knows
     * @param name its name for its peers
     */
    public ServerHandshake(ObjectRegistry registry, String name) {
        this.registry = registry;
        this.name = name;
        this.ofStrangers = CallCodec.jsonForStrangers(registry);
    }

    /** What was agreed with one schema set, for callers of either codec. */
    private record Agreed(CallCodec binary, CallCodec json) {
        CallCodec as(CodecKind kind) {
            return kind == CodecKind.JSON ? json : binary;
        }
    }

    /**
     * An answer to a hello.
     *
     * @param welcome what to send
     * @param codec what was agreed on, or {@code null} where the caller is asked to say hello again with its schema set
     */
    public record Answer(Welcome welcome, @Nullable CallCodec codec) {}

    /**
     * Answers a hello.
     *
     * @throws ProtocolException if there is nothing to agree on
     * @throws dev.attacca.error.DecodeException if the schema set sent is none
     */
    public Answer answer(Hello hello) {
        List<String> offered = hello.isSetCodecs() ? hello.getCodecs() : List.of();
        if (isStranger(hello) && offered.contains(CodecKind.JSON.wireName())) {
            return welcome(hello, CodecKind.JSON, ofStrangers);
        }
        CodecKind kind = CodecKind.firstOf(offered);
        if (kind == null) {
            throw new ProtocolException(
                    ProtocolException.UNSUPPORTED,
                    "codecs: " + hello.getCodecs() + " (expected: kryo or json among them)");
        }
        if (isStranger(hello)) {
            throw new ProtocolException(
                    ProtocolException.BAD_PROTOCOL,
                    "schemaHash: missing (expected: SHA-256 of the schema set's text; or the codec json, which needs none)");
        }
        byte[] hash = hello.getSchemaHash();
        Agreed known = hello.isSetSchemaSet() ? agree(hash, hello.getSchemaSet()) : agreedWith(hash);
        return welcome(hello, kind, known == null ? null : known.as(kind));
    }

    /** A caller that has no schema set and speaks in names. */
    private static boolean isStranger(Hello hello) {
        return !hello.isSetSchemaHash() || hello.getSchemaHash().length == 0;
    }

    private Answer welcome(Hello hello, CodecKind kind, @Nullable CallCodec codec) {
        SchemaSet mine = registry.schemaSet();
        boolean knowsMine = hello.isSetKnownSchemas() && hello.getKnownSchemas().contains(ByteBuffer.wrap(mine.hash()));
        Welcome welcome = new Welcome()
                .setCodec(kind.wireName())
                .setSchemaHash(mine.hash())
                .setSchemaWanted(codec == null)
                .setPeer(name);
        if (!knowsMine) {
            welcome.setSchemaSet(mine.sent());
        }
        return new Answer(welcome, codec);
    }

    private @Nullable Agreed agreedWith(byte[] hash) {
        synchronized (agreed) {
            return agreed.get(ByteBuffer.wrap(hash));
        }
    }

    private Agreed agree(byte[] hash, byte[] sent) {
        SchemaSet theirs = SchemaSet.parse(sent);
        if (!Arrays.equals(theirs.hash(), hash)) {
            throw new ProtocolException(
                    ProtocolException.BAD_PROTOCOL,
                    "schemaHash: not that of the schema set sent with it (expected: SHA-256 of its sorted text)");
        }
        Agreement agreement = Agreement.between(registry, theirs);
        Agreed codecs = new Agreed(CallCodec.binary(agreement), CallCodec.json(registry, agreement));
        synchronized (agreed) {
            agreed.put(ByteBuffer.wrap(hash.clone()), codecs);
        }
        return codecs;
    }
}
