package dev.attacca.error;

/**
 * What a caller may believe about the effect of a call that failed.
 *
 * <p>Source: the outcome classes of at-most-once remote procedure calls. There is deliberately no third constant for "applied":
 * a call that was applied and whose answer arrived did not fail.
 */
public enum Outcome {
    /** The call was certainly not applied: it may be repeated freely, or given up. */
    REFUSED(0),

    /** The call may or may not have been applied: find out by repeating it with the same call id, or by reading. */
    UNKNOWN(1);

    private final int wireCode;

    Outcome(int wireCode) {
        this.wireCode = wireCode;
    }

    /** The number that stands for this outcome in a Thrift message; never changes once released. */
    public int wireCode() {
        return wireCode;
    }

    /** The outcome for a number read from a peer. A number that this release does not know is {@link #UNKNOWN}. */
    public static Outcome ofWireCode(int wireCode) {
        return wireCode == REFUSED.wireCode ? REFUSED : UNKNOWN;
    }
}
