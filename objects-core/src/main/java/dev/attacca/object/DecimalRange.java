package dev.attacca.object;

/** The decimals that are kept and sent. */
public final class DecimalRange {
    /** The largest scale, and the smallest with its sign turned: PostgreSQL's for {@code numeric}. */
    public static final int MOST_SCALE = 16_383;

    /** The most bytes of an unscaled value in two's complement. */
    public static final int MOST_BYTES = 8_192;

    /** For messages. */
    public static final String EXPECTED =
            "a scale of at most " + MOST_SCALE + " either way and at most " + MOST_BYTES + " bytes of digits";

    private DecimalRange() {}

    /** Whether a decimal of that scale with so many bytes of unscaled value is in it. */
    public static boolean allows(int scale, int unscaledBytes) {
        return scale <= MOST_SCALE && scale >= -MOST_SCALE && unscaledBytes <= MOST_BYTES;
    }
}
