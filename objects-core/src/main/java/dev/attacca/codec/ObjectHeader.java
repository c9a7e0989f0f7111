package dev.attacca.codec;

/**
 * What stands before the values of an object: a byte that says what is left out, how many minors older the data is, and the
 * masks of the set, the changed and the null fields, all as varints. Immutable.
 */
final class ObjectHeader {
    /** How many bytes it takes at most. */
    static final int MOST = 1 + 5 + 3 * 9;

    /** The largest of its first bytes; any other says that the object is there already. */
    static final int MOST_SHAPE = 15;

    private static final int ALL_SET = 1;
    private static final int UNCHANGED = 2;
    private static final int NO_NULLS = 4;
    private static final int OLDER = 8;

    private final FieldCodec[] fields;
    private final Projection projection;
    private final long all;
    private final long nullable;

    ObjectHeader(FieldCodec[] fields, Projection projection) {
        this.fields = fields;
        this.projection = projection;
        this.all = fields.length == 0 ? 0 : -1L >>> (Long.SIZE - fields.length);
        long mayBeNull = 0;
        for (FieldCodec field : fields) {
            mayBeNull |= field.mayBeNull() ? 1L << field.at().bit() : 0;
        }
        this.nullable = mayBeNull;
    }

    /** Writes it where room is reserved. */
    void put(WireBytes bytes, int age, long set, long changed, long nulls) {
        bytes.putByte((set == all ? ALL_SET : 0)
                | (changed == 0 ? UNCHANGED : 0)
                | (nulls == 0 ? NO_NULLS : 0)
                | (age == 0 ? 0 : OLDER));
        if (age != 0) {
            bytes.putVar(age);
        }
        if (set != all) {
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
        return (shape & OLDER) != 0 ? in.varInt() : 0;
    }

    long set(WireInput in, int shape) {
        return (shape & ALL_SET) != 0 ? all : in.mask(fields.length, "the mask of set fields");
    }

    long changed(WireInput in, int shape, long set) {
        return (shape & UNCHANGED) != 0 ? 0 : in.mask(fields.length, "the mask of changed fields") & set;
    }

    /** The null fields; what a caller cannot have changed, and what cannot be null, is refused. */
    long nulls(WireInput in, int shape, long set, long changed) {
        long nulls = (shape & NO_NULLS) != 0 ? 0 : in.mask(fields.length, "the mask of null fields") & set;
        if (in.request && changed != 0) {
            projection.refuseReadOnly(changed);
        }
        if ((nulls & ~nullable) != 0) {
            throw fields[Long.numberOfTrailingZeros(nulls & ~nullable)].unexpectedNull();
        }
        return nulls;
    }
}
