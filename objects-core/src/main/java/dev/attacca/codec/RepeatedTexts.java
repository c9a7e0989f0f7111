package dev.attacca.codec;

import org.jspecify.annotations.Nullable;

/**
 * Strings that one message after the other repeats, as maps do their keys, made once. A fixed number of places, found by hash:
 * what comes last to a place stays there, so whoever sends many different ones makes others be made anew and nothing else.
 *
 * <p>Thread safety: safe for use by several threads. Places are read and written without order, which strings allow.
 */
final class RepeatedTexts {
    private static final int PLACES = 1024;
    private static final int LONGEST = 32;
    private static final @Nullable String[] KNOWN = new @Nullable String[PLACES];

    private RepeatedTexts() {}

    /** The string of so many bytes of Latin-1. */
    @SuppressWarnings("deprecation") // Of all constructors the one that copies Latin-1 and does nothing else.
    static String of(byte[] bytes, int start, int length) {
        if (length > LONGEST) {
            return new String(bytes, 0, start, length);
        }
        int hash = 0;
        for (int i = start; i < start + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int place = (hash ^ hash >>> 16) & (PLACES - 1);
        String known = KNOWN[place];
        if (known != null && same(known, bytes, start, length)) {
            return known;
        }
        String made = new String(bytes, 0, start, length);
        KNOWN[place] = made;
        return made;
    }

    private static boolean same(String known, byte[] bytes, int start, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != (bytes[start + i] & 0xff)) {
                return false;
            }
        }
        return true;
    }
}
