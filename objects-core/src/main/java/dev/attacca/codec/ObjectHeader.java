package dev.attacca.codec;

import dev.attacca.error.DecodeException;

/**
 * What stands before the values of an object: a byte that says what is left out, how many minors older the data is, and the
 * masks of the set, the changed and the null fields, all as varints. Immutable.
 *
 * <p>What a call carries of its receiver is often what identifies it and what changed in it. Of such an object the mask of the set
 * fields is left out, and where one field changed, its position is in the byte itself, whose highest bit is never set: one that
 * has it says that the object stands in the message already.
 */
final class ObjectHeader {
    /** How many bytes it takes at most. */
    static final int MOST = 1 + 5 + 3 * 9;

    private static final int ALL_SET = 1;
    private static final int UNCHANGED = 2;
    private static final int NO_NULLS = 4;
    private static final int OLDER = 8;

    /** Set are the fields that identify it and the changed ones, which are others. */
    private static final int IDENTITY = 16;

    private static final int MOST_FLAGS = 31;

    /** Plus a position: as {@link #IDENTITY}, and that field is the changed one. */
    private static final int ONE_CHANGED = 64;

    private final FieldCodec[] fields;
    private final Projection projection;
    private final long identity;
    private final long all;
    private final long nullable;

    ObjectHeader(FieldCodec[] fields, Projection projection, long identity) {
        this.fields = fields;
        this.projection = projection;
        this.identity = identity;
        this.all = fields.length == 0 ? 0 : -1L >>> (Long.SIZE - fields.length);
        long mayBeNull = 0;
        for (FieldCodec field : fields) {
            mayBeNull |= field.mayBeNull() ? 1L << field.at().bit() : 0;
        }
        this.nullable = mayBeNull;
    }

    /** Writes it where room is reserved. */
    void put(WireBytes bytes, int age, long set, long changed, long nulls) {
        boolean identified = set != all && set == (identity ^ changed) && (identity & changed) == 0;
        if (identified && age == 0 && nulls == 0 && Long.bitCount(changed) == 1) {
            bytes.putByte(ONE_CHANGED | Long.numberOfTrailingZeros(changed));
            return;
        }
        bytes.putByte((set == all ? ALL_SET : 0)
                | (changed == 0 ? UNCHANGED : 0)
                | (nulls == 0 ? NO_NULLS : 0)
                | (age == 0 ? 0 : OLDER)
                | (identified ? IDENTITY : 0));
        if (age != 0) {
            bytes.putVar(age);
        }
        if (set != all && !identified) {
            bytes.putVar(set);
        }
        if (changed != 0) {
            bytes.putVar(changed);
        }
        if (nulls != 0) {
            bytes.putVar(nulls);
        }
    }

    int age(WireInput in, int shape) {
        if (shape >= ONE_CHANGED) {
            return 0;
        }
        if (shape > MOST_FLAGS || (shape & (IDENTITY | ALL_SET)) == (IDENTITY | ALL_SET)) {
            throw new Malformed(
                    DecodeException.RANGE,
                    "shape " + shape + " of an object (expected: one that says what is left out)");
        }
        return (shape & OLDER) != 0 ? in.varInt() : 0;
    }

    long set(WireInput in, int shape) {
        if (shape >= ONE_CHANGED) {
            return identity | changedBeside(1L << (shape - ONE_CHANGED));
        }
        if ((shape & IDENTITY) != 0) {
            return identity | ((shape & UNCHANGED) != 0 ? 0 : changedBeside(changedMask(in)));
        }
        return (shape & ALL_SET) != 0 ? all : in.mask(fields.length, "the mask of set fields");
    }

    long changed(WireInput in, int shape, long set) {
        if (shape >= ONE_CHANGED || (shape & IDENTITY) != 0) {
            return set & ~identity;
        }
        return (shape & UNCHANGED) != 0 ? 0 : changedMask(in) & set;
    }

    private long changedMask(WireInput in) {
        return in.mask(fields.length, "the mask of changed fields");
    }

    private long changedBeside(long changed) {
        if ((changed & ~all) != 0 || (changed & identity) != 0) {
            throw new Malformed(
                    DecodeException.RANGE,
                    "changed field " + Long.numberOfTrailingZeros(changed & (identity | ~all))
                            + " (expected: one of the class that does not identify it)");
        }
        return changed;
    }

    /** The null fields; what a caller cannot have changed, and what cannot be null, is refused. */
    long nulls(WireInput in, int shape, long set, long changed) {
        boolean none = shape >= ONE_CHANGED || (shape & NO_NULLS) != 0;
        long nulls = none ? 0 : in.mask(fields.length, "the mask of null fields") & set;
        if (in.request && changed != 0) {
            projection.refuseReadOnly(changed);
        }
        if ((nulls & ~nullable) != 0) {
            throw fields[Long.numberOfTrailingZeros(nulls & ~nullable)].unexpectedNull();
        }
        return nulls;
    }
}
