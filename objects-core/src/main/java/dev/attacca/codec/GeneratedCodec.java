package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.object.ObjectType;
import dev.attacca.object.Slots;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the classes share that {@link CodecWriter} writes, one for each layout, and what they call: not for application code.
 * An object is an {@link ObjectHeader}, then the set values that are not null in {@link FieldOrder}.
 *
 * <p>A generated class has one test of a mask's bit and one call for each value, and one test for each group of eight that it passes over
 * where none of them is there; it knows nothing else: whether a value fits, in which
 * form it crosses and what is wrong with it is said here and in the {@link FieldCodec}s. Immutable but for codecs found later.
 */
public abstract class GeneratedCodec {
    private final ObjectCodec plain;
    private final FieldCodec[] fields;
    private final @Nullable EnumCodes[] codes;
    private final Layout layout;
    private final ObjectType<?> type;
    private final int minor;
    private final boolean upgrades;
    private final int slots;
    private final int room;
    private final ObjectHeader header;
    private final long removed;

    /** For generated code. */
    protected GeneratedCodec(ObjectCodec plain) {
        this.plain = plain;
        this.fields = plain.fields();
        this.layout = plain.layout();
        this.type = layout.type();
        this.minor = layout.version().minor();
        this.upgrades = !layout.upgrades().isEmpty() || layout.fields().stream().anyMatch(GeneratedCodec::takesSteps);
        this.slots = type.fields().size();
        this.header = new ObjectHeader(fields, plain.projection(), plain.identity());
        this.codes = new @Nullable EnumCodes[fields.length];
        int most = ObjectHeader.MOST;
        long past = 0;
        for (FieldCodec codec : fields) {
            LayoutField at = codec.at();
            FieldWay way = FieldWay.of(at);
            most += way.most;
            past |= way == FieldWay.APART ? 1L << at.bit() : 0;
            codes[at.bit()] = way == FieldWay.CONSTANT ? codec.enumCodes() : null;
        }
        this.room = most;
        this.removed = past;
    }

    /** Whether what the field holds is looked at: objects in one that was removed may be changed, though it is not. */
    private static boolean takesSteps(LayoutField at) {
        return at.admitsNull() || (at.field() == null && at.type().holdsObjects());
    }

    /** Writes those fields of an object that are set and in the mask. */
    public void write(WireOutput out, VersionedObject object, long fieldMask) {
        if (enter(out, object)) {
            plain.writeBrought(out, object, fieldMask);
            end(out, object);
        }
    }

    /**
     * Writes the values of some fields, none of them null.
     *
     * @param holder where they are
     * @param edited where those of removed fields are
     * @param mask of the layout
     */
    public abstract void values(WireOutput out, VersionedObject holder, @Nullable SlotBuffer edited, long mask);

    /** The bits of the fields that are null in an object: of those in a mask all, of others any. */
    public abstract long nulls(VersionedObject holder, long mask);

    /** Reads an object bound to the input's context. */
    public abstract VersionedObject read(WireInput in);

    // ---- writing

    /** For generated code: begins an object, unless it need not be written or was written the long way, which names fields. */
    protected final boolean begin(WireOutput out, VersionedObject object, long fieldMask) {
        if (!enter(out, object)) {
            return false;
        }
        if (out.naming()) {
            plain.writeBrought(out, object, fieldMask);
            end(out, object);
            return false;
        }
        return true;
    }

    /** Whether the object does not stand in the message yet. */
    private boolean enter(WireOutput out, VersionedObject object) {
        if (object.type() != type) {
            plain.refuseOther(object);
        }
        MessageObjects objects = out.objects;
        if (objects != null && objects.again(out, object)) {
            return false;
        }
        out.enter(type.name());
        return true;
    }

    /** For generated code: writes what comes before the values and makes room for these. */
    protected final void header(WireOutput out, VersionedObject object, long set, long nulls) {
        header(out, object, set, Slots.changed(object) & set, nulls);
    }

    final void header(WireOutput out, VersionedObject object, long set, long changed, long nulls) {
        out.bytes.reserve(room);
        // Data of a newer version than the agreed one is brought to that.
        header.put(out.bytes, Math.max(0, minor - object.version().minor()), set, changed, nulls);
    }

    /** For generated code: ends an object. */
    protected static void end(WireOutput out, VersionedObject object) {
        out.leave();
        MessageObjects objects = out.objects;
        if (objects != null) {
            objects.stands(object);
        }
    }

    /** For generated code. */
    protected static void number(WireOutput out, long value) {
        out.bytes.putNumber(value);
    }

    /** For generated code: writes a number that the layout's version has as an {@code int}. */
    protected final void narrowed(WireOutput out, int bit, long value) {
        out.bytes.putNumber(value == (int) value ? value : fields[bit].narrowed(value));
    }

    /** For generated code. */
    protected static void real(WireOutput out, double value) {
        out.bytes.putBits(Double.doubleToRawLongBits(value));
    }

    /** For generated code. */
    protected static void flag(WireOutput out, boolean value) {
        out.bytes.putByte(value ? 1 : 0);
    }

    /** For generated code. */
    protected final void text(WireOutput out, int bit, @Nullable String value) {
        if (value == null) {
            throw fields[bit].missing();
        }
        out.putString(value);
    }

    /** For generated code. */
    protected final void identifier(WireOutput out, int bit, @Nullable UUID value) {
        if (value == null) {
            throw fields[bit].missing();
        }
        out.bytes.putIdentifier(value);
    }

    /** For generated code. */
    protected final void moment(WireOutput out, int bit, @Nullable Instant value) {
        if (value == null) {
            throw fields[bit].missing();
        }
        TimeCodec.put(out.bytes, value);
    }

    /** For generated code. */
    protected final void constant(WireOutput out, int bit, @Nullable Enum<?> value) {
        EnumCodes known = codes[bit];
        int code = value == null || known == null ? -1 : known.known(value);
        if (code >= 0) {
            out.bytes.putVar(code);
        } else {
            other(out, bit, value);
        }
    }

    /** For generated code: a nested object that is written. */
    protected final VersionedObject given(int bit, @Nullable VersionedObject value) {
        if (value == null) {
            throw fields[bit].missing();
        }
        return value;
    }

    /** For generated code: the codec of the objects that a field holds. */
    protected final GeneratedCodec nested(WireOutput out, int bit) {
        ValueType.ObjectValue held = (ValueType.ObjectValue) fields[bit].at().type();
        return out.agreement.typed(TypeKey.parse(held.name())).codec().generated();
    }

    /** For generated code: writes a value by its field's codec. */
    protected final void other(WireOutput out, int bit, @Nullable Object value) {
        fields[bit].write(out, value);
        out.bytes.reserve(room);
    }

    /** For generated code: writes the value of a field that only its codec finds. */
    protected final void apart(WireOutput out, int bit, VersionedObject holder, @Nullable SlotBuffer edited) {
        fields[bit].write(out, holder, edited);
        out.bytes.reserve(room);
    }

    // ---- reading

    /** For generated code: begins an object; returns what is left out of it, or how it stands there already. */
    protected final int begin(WireInput in) {
        in.enter(slots);
        return in.oneByte();
    }

    /** For generated code: reads an object that stands in the message already. */
    protected final VersionedObject again(WireInput in, int shape) {
        return plain.again(in, shape);
    }

    /** For generated code: reads which version the data is of. */
    protected final Version version(WireInput in, int shape) {
        return plain.version(header.age(in, shape));
    }

    /** For generated code: reads which fields are set. */
    protected final long set(WireInput in, int shape) {
        return header.set(in, shape);
    }

    /** For generated code: reads which of the set fields are changed. */
    protected final long changed(WireInput in, int shape, long set) {
        return header.changed(in, shape, set);
    }

    /** For generated code: reads which of the set fields are null. */
    protected final long nulls(WireInput in, int shape, long set, long changed) {
        return header.nulls(in, shape, set, changed);
    }

    /**
     * For generated code: whether what is read needs more than to be put into its fields. What a peer changed must keep to the
     * limits of its fields; what it loaded is taken as it is.
     */
    protected final boolean takesSteps(long changed) {
        return upgrades || (changed != 0 && (type.limitedMask() != 0 || (changed & removed) != 0));
    }

    /** For generated code: reads the values and lets written steps bring them to the newest version. */
    protected final VersionedObject steps(WireInput in, Version version, long set, long changed, long nulls) {
        return ended(in, plain.readFields(in, version, set, changed, nulls));
    }

    /** For generated code: says what an object is whose fields were filled. */
    protected final VersionedObject made(
            WireInput in, VersionedObject object, Version version, long set, long changed) {
        Slots.initialize(object, type, in.context, version, layout.toFields(set), layout.toFields(changed));
        return ended(in, object);
    }

    private static VersionedObject ended(WireInput in, VersionedObject object) {
        in.leave();
        MessageObjects objects = in.objects;
        if (objects != null) {
            objects.stands(object);
        }
        return object;
    }

    /** For generated code: why a field could not be read. */
    protected final RuntimeException failed(RuntimeException failure, int bit) {
        return failure instanceof Malformed malformed ? fields[bit].failed(malformed) : failure;
    }

    /** For generated code. */
    protected static int integer(WireInput in) {
        return in.zigzagInt();
    }

    /** For generated code. */
    protected static long number(WireInput in) {
        return in.zigzag();
    }

    /** For generated code. */
    protected static double real(WireInput in) {
        return Double.longBitsToDouble(in.fixedLong());
    }

    /** For generated code. */
    protected static boolean flag(WireInput in) {
        return in.flag();
    }

    /** For generated code. */
    protected static String text(WireInput in) {
        return in.string();
    }

    /** For generated code. */
    protected static UUID identifier(WireInput in) {
        return in.identifier();
    }

    /** For generated code. */
    protected static Instant moment(WireInput in) {
        return TimeCodec.readMoment(in);
    }

    /** For generated code. */
    protected final @Nullable Enum<?> constant(WireInput in, int bit) {
        EnumCodes known = codes[bit];
        return known == null ? null : known.constant(in.varInt());
    }

    /** For generated code: the codec of the objects that a field holds. */
    protected final GeneratedCodec nested(WireInput in, int bit) {
        ValueType.ObjectValue held = (ValueType.ObjectValue) fields[bit].at().type();
        try {
            return in.agreement.typed(TypeKey.parse(held.name())).codec().generated();
        } catch (VersionMismatchException | UnknownTypeException disagreed) {
            throw new Malformed(DecodeException.WRONG_TYPE, String.valueOf(disagreed.getMessage()));
        }
    }

    /** For generated code: reads a value by its field's codec. */
    protected final Object other(WireInput in, int bit) {
        return fields[bit].readKept(in);
    }
}
