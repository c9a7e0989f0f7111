package dev.attacca.transport;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Arrays for frames and bodies, used again: a fixed number of places, looked into around the one that was used last, so that any
 * number of virtual threads share them. Who finds none makes a new array, and one that is not given back costs nothing but its
 * place; so whoever cannot tell whether an array is still in use leaves it to the garbage collector. Holds at most {@value #PLACES}
 * arrays of {@value #MOST_BYTES} bytes.
 *
 * <p>Thread safety: safe for use by several threads; an array belongs to whoever took it until it is given back.
 */
final class ByteArrays {
    static final ByteArrays SHARED = new ByteArrays();

    static final int PLACES = 512;
    static final int MOST_BYTES = 4096;
    private static final int FEWEST_BYTES = 1024;
    private static final int LOOKS = 64;

    private final AtomicReferenceArray<byte @Nullable []> places = new AtomicReferenceArray<>(PLACES);

    /** Between full places and empty ones; a guess, so that nobody has to agree on it. */
    private int top;

    /** An array of at least so many bytes, whatever they hold. */
    byte[] take(int length) {
        if (length > MOST_BYTES) {
            return new byte[length];
        }
        int around = top;
        for (int look = 0; look < LOOKS; look++) {
            int place = place(around, look);
            byte[] there = places.getPlain(place);
            if (there != null && there.length >= length && places.compareAndSet(place, there, null)) {
                top = place;
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
        int around = top;
        for (int look = 0; look < LOOKS; look++) {
            int place = place(around, look);
            if (places.getPlain(place) == null && places.compareAndSet(place, null, array)) {
                top = place;
                return;
            }
        }
    }

    /** On either side by turns: what is full on one side of the guess is empty on the other. */
    private static int place(int around, int look) {
        int away = (look & 1) == 0 ? look >> 1 : -(look >> 1) - 1;
        return (around + away) & (PLACES - 1);
    }
}
