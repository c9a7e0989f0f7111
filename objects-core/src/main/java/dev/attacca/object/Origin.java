package dev.attacca.object;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A process that calls: eight random bytes, made when it starts, within which it counts its requests and its calls. A process
 * that is started again is another origin, so no number means two things.
 *
 * <p>Two origins with the same bytes are equal. Thread safety: safe for use by several threads.
 */
public final class Origin {
    /** How many bytes tell it from others. */
    public static final int BYTES = 8;

    private static final HexFormat HEX = HexFormat.of();
    private static final int MOST_DIGITS = 15;
    private static final int RECENT = 128;
    private static final Origin OWN = new Origin(new SecureRandom().nextLong());

    private final long bits;
    private final String prefix;
    /** Ids that were made: a request usually makes several calls. What one thread puts there another may see late or never. */
    private final @Nullable String[] recent = new @Nullable String[RECENT];

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong calls = new AtomicLong();

    private Origin(long bits) {
        this.bits = bits;
        this.prefix = "req-" + this + "-";
    }

    /** This process. */
    public static Origin own() {
        return OWN;
    }

    /**
     * The process with those bytes.
     *
     * @throws IllegalArgumentException if they are not {@link #BYTES}
     */
    public static Origin of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("origin: " + bytes.length + " bytes (expected: " + BYTES
                    + " random ones, the same for the whole process)");
        }
        return new Origin(ByteBuffer.wrap(bytes).getLong());
    }

    /** What tells it from others, a copy. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(bits).array();
    }

    /** The number of its next call: 1, 2, 3 … */
    public long nextCall() {
        return calls.incrementAndGet();
    }

    /** The id of its next request. */
    String nextRequest() {
        return requestId(requests.incrementAndGet());
    }

    /** The id of its request with that number: {@code req-}, the origin and the number, in hexadecimal digits. */
    public String requestId(long number) {
        int place = (int) number & (RECENT - 1);
        String known = recent[place];
        if (known == null || requestNumber(known) != number) {
            known = prefix.concat(Long.toHexString(number));
            recent[place] = known;
        }
        return known;
    }

    /** The number of a request that has an id of its, or -1 for an id of another form or origin. */
    public long requestNumber(String requestId) {
        int from = prefix.length();
        int digits = requestId.length() - from;
        if (digits < 1
                || digits > MOST_DIGITS
                || !requestId.startsWith(prefix)
                || requestId.charAt(from) == '0'
                || !lowerCaseHex(requestId, from)) {
            return -1;
        }
        return HexFormat.fromHexDigitsToLong(requestId, from, requestId.length());
    }

    private static boolean lowerCaseHex(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Origin origin && origin.bits == bits;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bits);
    }

    /** Its bytes as 16 hexadecimal digits. */
    @Override
    public String toString() {
        return HEX.toHexDigits(bits);
    }
}
