package dev.attacca.codec;

import dev.attacca.registry.ObjectRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The codecs that a handshake can choose between. */
public enum CodecKind {
    /** Ids and bytes in the agreed layout: small and fast, for peers that share a schema set. */
    BINARY("kryo"),

    /** Names and primitives in JSON: for clients in any language, and for reading along. */
    JSON("json");

    private final String wireName;

    CodecKind(String wireName) {
        this.wireName = wireName;
    }

    /** Its name in a hello. */
    public String wireName() {
        return wireName;
    }

    /** The codec of this kind for what two sides agreed on. */
    public CallCodec codec(ObjectRegistry registry, Agreement agreement) {
        return this == BINARY ? CallCodec.binary(agreement) : CallCodec.json(registry, agreement);
    }

    /** The first kind that is ours among the offered names, or {@code null} if there is none. */
    public static @Nullable CodecKind firstOf(List<String> offered) {
        for (String name : offered) {
            for (CodecKind kind : values()) {
                if (kind.wireName.equals(name)) {
                    return kind;
                }
            }
        }
        return null;
    }
}
