package dev.attacca.transport;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Arrays for frames and bodies, used again: a fixed number of places that whoever comes by looks into, few of them and beginning
 * with one by thread, so that any number of virtual threads share them. Who finds none makes a new array, and one that is not
 * given back costs nothing but its place; so whoever cannot tell whether an array is still in use leaves it to the garbage
 * collector. Holds at most {@value #PLACES} arrays of {@value #MOST_BYTES} bytes.
 *
 * <p>Thread safety: safe for use by several threads; an array belongs to whoever took it until it is given back.
 */
final class ByteArrays {
    static final ByteArrays SHARED = new ByteArrays();

    static final int PLACES = 256;
    static final int MOST_BYTES = 4096;
    private static final int FEWEST_BYTES = 1024;
    private static final int LOOKS = 4;
    private static final int SPREAD = 0x9E3779B9;

    private final AtomicReferenceArray<byte @Nullable []> places = new AtomicReferenceArray<>(PLACES);

    /** An array of at least so many bytes, whatever they hold. */
    byte[] take(int length) {
        if (length > MOST_BYTES) {
            return new byte[length];
        }
        int first = firstPlace();
        for (int look = 0; look < LOOKS; look++) {
            int place = (first + look) & (PLACES - 1);
            byte[] there = places.getPlain(place);
            if (there != null && there.length >= length && places.compareAndSet(place, there, null)) {
                return there;
            }
        }
        return new byte[Math.max(FEWEST_BYTES, length)];
    }

    /** Takes an array back, whoever took it; the giver must not touch it any more. */
    void giveBack(byte[] array) {
        if (array.length < FEWEST_BYTES || array.length > MOST_BYTES) {
            return;
        }
        int first = firstPlace();
        for (int look = 0; look < LOOKS; look++) {
            int place = (first + look) & (PLACES - 1);
            if (places.getPlain(place) == null && places.compareAndSet(place, null, array)) {
                return;
            }
        }
    }

    @SuppressWarnings("deprecation") // threadId() came with 19.
    private static int firstPlace() {
        return ((int) Thread.currentThread().getId() * SPREAD) >>> 24;
    }
}
