package dev.attacca.codec;

import dev.attacca.object.ObjectContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.version.TypeKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Single objects as bytes, outside any call: in the versions that the reader of an agreement knows, in either codec. For
 * notifications, files and tests.
 *
 * <p>Thread safety: safe for use by several threads.
 */
public final class ObjectBytes {
    private final CodecKind kind;
    private final ObjectRegistry registry;
    private final Agreement agreement;
    private final JsonShape.Cache shapes = new JsonShape.Cache();

    /**
     * The bytes of objects under an agreement with their reader, or with their writer.
     *
     * @param registry this side's classes
     */
    public ObjectBytes(CodecKind kind, ObjectRegistry registry, Agreement agreement) {
        this.kind = kind;
        this.registry = registry;
        this.agreement = agreement;
    }

    /** How the bytes look. */
    public CodecKind kind() {
        return kind;
    }

    /**
     * A written object.
     *
     * @param bytes the object and all that it holds, in the agreed shape
     * @param losses what the reader does not get
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
    public record Written(byte[] bytes, List<Loss> losses) {}

    /**
     * Writes every set field of an object, with its changes.
     *
     * @throws dev.attacca.error.UnknownTypeException if the reader does not know its class
     * @throws dev.attacca.error.VersionMismatchException if the two sides' versions of its class do not go together
     * @throws dev.attacca.error.InvalidValueException if it cannot be written, as a cycle cannot
     */
    public Written write(VersionedObject object) {
        if (kind == CodecKind.JSON) {
            JsonWriting out = new JsonWriting(registry, agreement, JsonForms.DEFAULT, shapes, Map.of());
            byte[] json = JsonTree.print(JsonObjects.write(out, null, object, -1L));
            return new Written(json, List.copyOf(out.losses()));
        }
        ObjectCodec codec = agreement.typed(object.type().key()).codec();
        try (WireOutput out = new WireOutput(agreement)) {
            codec.write(out, object, -1L);
            byte[] bytes = out.finish(again -> codec.write(again, object, -1L));
            return new Written(bytes, List.copyOf(out.losses()));
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param type the object's class
     * @param context what the objects are bound to, or {@code null} for orphaned ones
     * @throws dev.attacca.error.DecodeException if the bytes are not an object of that class
     */
    public VersionedObject read(TypeKey type, byte[] bytes, @Nullable ObjectContext context) {
        AgreedType agreed = agreement.typed(type);
        if (kind == CodecKind.JSON) {
            return JsonCallCodec.decoding(type.toString(), () -> {
                JsonReading in = new JsonReading(registry, JsonForms.DEFAULT, shapes, context);
                return JsonObjects.readReceiver(in, agreed.type(), JsonTree.parse(bytes));
            });
        }
        return BinaryCallCodec.decoding(type.toString(), () -> {
            WireInput in = new WireInput(agreement, context, bytes, false);
            VersionedObject object = agreed.codec().read(in);
            in.end();
            return object;
        });
    }
}
