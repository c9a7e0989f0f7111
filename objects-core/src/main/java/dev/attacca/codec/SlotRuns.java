package dev.attacca.codec;

import dev.attacca.object.ObjectField;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Carries values between the slots of an object and bytes where every field goes as it is: in runs, one loop for each kind,
 * without a decision or a call for each value. Writes exactly what {@link FieldCodec}s write in {@link FieldOrder}.
 *
 * <p>The loops walk over the bits of masks rather than over arrays: objects are small, and to enter a loop over an array
 * costs more than the few values in it. Reading: a message lies in one array with its text at the end, so what is read past
 * the structure is text or outside of the array; either is refused. Immutable.
 */
final class SlotRuns {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MOST_VARINT = 9;
    private static final int UUID_BYTES = 16;

    private final FieldCodec[] fields;
    private final ObjectField[] slots;
    private final @Nullable EnumCodes[] codes;
    private final int mostBytes;
    private final long numbers;
    private final long doubles;
    private final long booleans;
    private final long strings;
    private final long identifiers;
    private final long moments;
    private final long constants;
    private final long others;
    private final long nullable;

    private SlotRuns(FieldCodec[] fields) {
        this.fields = fields;
        this.slots = new ObjectField[fields.length];
        this.codes = new @Nullable EnumCodes[fields.length];
        for (FieldCodec codec : fields) {
            slots[codec.at().bit()] = Objects.requireNonNull(codec.at().field());
            codes[codec.at().bit()] = codec.order() == FieldOrder.CONSTANT ? codec.enumCodes() : null;
        }
        this.numbers = run(FieldOrder.NUMBER);
        this.doubles = run(FieldOrder.DOUBLE);
        this.booleans = run(FieldOrder.BOOLEAN);
        this.strings = run(FieldOrder.STRING);
        this.identifiers = run(FieldOrder.IDENTIFIER);
        this.moments = run(FieldOrder.MOMENT);
        this.constants = run(FieldOrder.CONSTANT);
        this.others = run(FieldOrder.OTHER);
        this.nullable = bits(FieldCodec::mayBeNull);
        this.mostBytes = MOST_VARINT * fields.length + (UUID_BYTES - MOST_VARINT) * Long.bitCount(identifiers);
    }

    /** The runs of those fields, or {@code null} if one of them was removed, narrowed, widened or is kept in a box. */
    static @Nullable SlotRuns of(FieldCodec[] fields) {
        return Stream.of(fields).allMatch(FieldCodec::asItIs) ? new SlotRuns(fields) : null;
    }

    private long run(FieldOrder kind) {
        return bits(field -> field.order() == kind);
    }

    private long bits(Predicate<FieldCodec> chosen) {
        return Stream.of(fields)
                .filter(chosen)
                .mapToLong(codec -> 1L << codec.at().bit())
                .sum();
    }

    private static int first(long mask) {
        return Long.numberOfTrailingZeros(mask);
    }

    // ---- writing

    /** Which of the fields in the mask are null. */
    long nulls(long mask, VersionedObject from) {
        long nulls = 0;
        for (long rest = mask & nullable; rest != 0; rest &= rest - 1) {
            if (Slots.reference(from, slots[first(rest)]) == null) {
                nulls |= rest & -rest;
            }
        }
        return nulls;
    }

    /** Writes the values of the fields in the mask; none of them is null. */
    void write(WireOutput out, long mask, VersionedObject source) {
        byte[] to = out.bytes.reserve(mostBytes);
        int at = out.bytes.position();
        for (long rest = mask & numbers; rest != 0; rest &= rest - 1) {
            long value = Slots.bits(source, slots[first(rest)]);
            at = putVar(to, at, (value << 1) ^ (value >> 63));
        }
        for (long rest = mask & doubles; rest != 0; rest &= rest - 1) {
            LONGS.set(to, at, Slots.bits(source, slots[first(rest)]));
            at += Long.BYTES;
        }
        for (long rest = mask & booleans; rest != 0; rest &= rest - 1) {
            to[at++] = (byte) Slots.bits(source, slots[first(rest)]);
        }
        if ((mask & strings) != 0) {
            at = writeStrings(out.scratch, to, at, mask, source);
        }
        for (long rest = mask & identifiers; rest != 0; rest &= rest - 1) {
            UUID uuid = (UUID) present(source, first(rest));
            LONGS.set(to, at, uuid.getMostSignificantBits());
            LONGS.set(to, at + Long.BYTES, uuid.getLeastSignificantBits());
            at += UUID_BYTES;
        }
        for (long rest = mask & moments; rest != 0; rest &= rest - 1) {
            Instant moment = (Instant) present(source, first(rest));
            long micros = TimeCodec.micros(moment);
            LONGS.set(to, at, micros);
            at += Long.BYTES;
            if (micros == TimeCodec.FAR) {
                out.bytes.setPosition(at);
                TimeCodec.writeFar(out, moment);
                to = out.bytes.reserve(mostBytes);
                at = out.bytes.position();
            }
        }
        out.bytes.setPosition(at);
        if ((mask & constants) != 0) {
            writeConstants(out, mask, source);
        }
        for (long rest = mask & others; rest != 0; rest &= rest - 1) {
            fields[first(rest)].write(out, source, null);
        }
    }

    private int writeStrings(Scratch scratch, byte[] to, int start, long mask, VersionedObject source) {
        int at = start;
        char[] text = scratch.text;
        int length = scratch.length;
        for (long rest = mask & strings; rest != 0; rest &= rest - 1) {
            String string = (String) present(source, first(rest));
            int end = length + string.length();
            at = putVar(to, at, string.length());
            if (scratch.isFull(end)) {
                text = scratch.grow(length, end);
            }
            string.getChars(0, end - length, text, length);
            scratch.ends[scratch.strings++] = end;
            length = end;
        }
        scratch.length = length;
        return at;
    }

    private void writeConstants(WireOutput out, long mask, VersionedObject source) {
        for (long rest = mask & constants; rest != 0; rest &= rest - 1) {
            int bit = first(rest);
            EnumCodes known = codes[bit];
            int code = known == null ? -1 : known.known((Enum<?>) present(source, bit));
            if (code >= 0) {
                out.bytes.writeVarInt(code, true);
            } else {
                fields[bit].write(out, source, null);
            }
        }
    }

    private Object present(VersionedObject source, int bit) {
        Object value = Slots.reference(source, slots[bit]);
        if (value == null) {
            throw fields[bit].missing();
        }
        return value;
    }

    /** Kryo's varint: seven bits a byte, lowest first, eight in the ninth. */
    private static int putVar(byte[] to, int start, long value) {
        int at = start;
        long rest = value;
        for (int i = 1; i < MOST_VARINT && rest >>> 7 != 0; i++) {
            to[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[at++] = (byte) rest;
        return at;
    }

    // ---- reading

    /** Reads the values of the fields in the mask; none of them is null. */
    void read(WireInput in, long mask, VersionedObject into) {
        int bit = 0;
        try {
            byte[] from = in.body();
            int at = in.bytes.position();
            for (long rest = mask & numbers; rest != 0; rest &= rest - 1) {
                bit = first(rest);
                long zigzag = from[at++];
                if (zigzag < 0) {
                    long second = from[at++];
                    if (second >= 0) {
                        zigzag = (zigzag & 0x7f) | second << 7;
                    } else {
                        in.bytes.setPosition(at - 2);
                        zigzag = in.varLong();
                        at = in.bytes.position();
                    }
                }
                Slots.bits(into, slots[bit], fields[bit].inRange((zigzag >>> 1) ^ -(zigzag & 1)));
            }
            for (long rest = mask & doubles; rest != 0; rest &= rest - 1) {
                bit = first(rest);
                Slots.bits(into, slots[bit], (long) LONGS.get(from, at));
                at += Long.BYTES;
            }
            for (long rest = mask & booleans; rest != 0; rest &= rest - 1) {
                bit = first(rest);
                Slots.bits(into, slots[bit], WireInput.flag(from[at++]));
            }
            for (long rest = mask & strings; rest != 0; rest &= rest - 1) {
                bit = first(rest);
                int length = from[at++];
                if (length < 0) {
                    in.bytes.setPosition(at - 1);
                    length = in.varInt(true);
                    at = in.bytes.position();
                }
                Slots.reference(into, slots[bit], in.text(length));
            }
            for (long rest = mask & identifiers; rest != 0; rest &= rest - 1) {
                bit = first(rest);
                Slots.reference(into, slots[bit], new UUID((long) LONGS.get(from, at), (long)
                        LONGS.get(from, at + Long.BYTES)));
                at += UUID_BYTES;
            }
            in.continueAt(at);
            for (long rest = mask & moments; rest != 0; rest &= rest - 1) {
                bit = first(rest);
                Slots.reference(into, slots[bit], TimeCodec.readMoment(in));
            }
            for (long rest = mask & constants; rest != 0; rest &= rest - 1) {
                bit = first(rest);
                EnumCodes known = codes[bit];
                int code = in.varInt(true);
                Slots.reference(into, slots[bit], known == null ? null : known.constant(code));
            }
            for (long rest = mask & others; rest != 0; rest &= rest - 1) {
                bit = first(rest);
                Slots.reference(into, slots[bit], fields[bit].readReference(in));
            }
        } catch (IndexOutOfBoundsException pastTheEnd) {
            throw WireInput.truncated().in(fields[bit].name());
        } catch (Malformed malformed) {
            throw malformed.in(fields[bit].name());
        }
    }
}
