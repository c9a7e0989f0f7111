package dev.attacca.transport;

import dev.attacca.codec.Agreement;
import dev.attacca.codec.CallCodec;
import dev.attacca.error.ProtocolException;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.SchemaSet;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Welcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
    private final Map<ByteBuffer, CallCodec> agreed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, CallCodec> eldest) {
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
        if (!hello.isSetCodecs() || !hello.getCodecs().contains(ConductorClient.CODEC)) {
            throw new ProtocolException(
                    ProtocolException.UNSUPPORTED,
                    "codecs: " + hello.getCodecs() + " (expected: " + ConductorClient.CODEC + " among them)");
        }
        if (!hello.isSetSchemaHash()) {
            throw new ProtocolException(
                    ProtocolException.BAD_PROTOCOL, "schemaHash: missing (expected: SHA-256 of the schema set's text)");
        }
        byte[] hash = hello.getSchemaHash();
        CallCodec codec = hello.isSetSchemaSet() ? agree(hash, hello.getSchemaSet()) : agreedWith(hash);
        SchemaSet mine = registry.schemaSet();
        boolean knowsMine = hello.isSetKnownSchemas() && hello.getKnownSchemas().contains(ByteBuffer.wrap(mine.hash()));
        Welcome welcome = new Welcome()
                .setCodec(ConductorClient.CODEC)
                .setSchemaHash(mine.hash())
                .setSchemaWanted(codec == null)
                .setPeer(name);
        if (!knowsMine) {
            welcome.setSchemaSet(mine.text().getBytes(StandardCharsets.UTF_8));
        }
        return new Answer(welcome, codec);
    }

    private @Nullable CallCodec agreedWith(byte[] hash) {
        synchronized (agreed) {
            return agreed.get(ByteBuffer.wrap(hash));
        }
    }

    private CallCodec agree(byte[] hash, byte[] sent) {
        SchemaSet theirs = SchemaSet.parse(sent);
        if (!Arrays.equals(theirs.hash(), hash)) {
            throw new ProtocolException(
                    ProtocolException.BAD_PROTOCOL,
                    "schemaHash: not that of the schema set sent with it (expected: SHA-256 of its sorted text)");
        }
        CallCodec codec = CallCodec.binary(Agreement.between(registry, theirs));
        synchronized (agreed) {
            agreed.put(ByteBuffer.wrap(hash.clone()), codec);
        }
        return codec;
    }
}
