package dev.attacca.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The memory in which one message is put together: its structure as bytes, and beside it the characters of all its strings,
 * which are turned into bytes in one go. Used again, since clearing new arrays costs as much as writing a small message.
 *
 * <p>The pool has a fixed number of places, found by thread, so that any number of virtual threads share a few arrays; who
 * finds a place taken gets a scratch of its own. Places are taken by a flag and never change hands: to store a reference in
 * an old array costs a barrier that is dearer than the arrays. Thread safety: a scratch belongs to whoever took it.
 */
final class Scratch {
    static final int PLACES = 16;
    private static final int START = 512;
    private static final int MOST_KEPT = 64 * 1024;
    private static final VarHandle TAKEN;
    private static final Scratch[] POOL = new Scratch[PLACES];

    static {
        try {
            TAKEN = MethodHandles.lookup().findVarHandle(Scratch.class, "taken", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
        Arrays.setAll(POOL, place -> new Scratch());
    }

    final WireBytes bytes = new WireBytes();

    /** What writes here, made by itself when it is first asked for. */
    @Nullable
    WireOutput output;

    private final CharsetEncoder latin1 = StandardCharsets.ISO_8859_1.newEncoder();
    private CharBuffer chars = CharBuffer.allocate(START);
    private char[] text = chars.array();
    private ByteBuffer encoded = ByteBuffer.allocate(START);
    private int length;

    @SuppressWarnings("unused") // By TAKEN.
    private volatile boolean taken;

    private Scratch() {}

    @SuppressWarnings("deprecation") // threadId() came with 19.
    static Scratch take() {
        Scratch place = POOL[(int) Thread.currentThread().getId() & (PLACES - 1)];
        return TAKEN.compareAndSet(place, false, true) ? place : new Scratch();
    }

    /** Gives it back; nothing of it may be used any more. */
    void giveBack() {
        if (text.length > MOST_KEPT) {
            chars = CharBuffer.allocate(START);
            text = chars.array();
            encoded = ByteBuffer.allocate(START);
        }
        bytes.clear(MOST_KEPT);
        length = 0;
        TAKEN.setRelease(this, false);
    }

    /** How many {@code char}s all strings have. */
    int length() {
        return length;
    }

    /** Takes the characters of one more string. */
    void add(String string) {
        int start = length;
        int end = start + string.length();
        if (end > text.length) {
            grow(start, end);
        }
        string.getChars(0, end - start, text, start);
        length = end;
    }

    private void grow(int held, int end) {
        char[] larger = new char[Math.max(end, 2 * text.length)];
        System.arraycopy(text, 0, larger, 0, held);
        text = larger;
        chars = CharBuffer.wrap(larger);
    }

    /** Writes all characters, one byte each, or says that some need more. */
    boolean writeLatin1(byte[] to, int at) {
        if (encoded.capacity() < length) {
            encoded = ByteBuffer.allocate(text.length);
        }
        chars.clear().limit(length);
        // Into memory of its own: a buffer around the message would be one more object for each.
        if (!latin1.reset().encode(chars, encoded.clear(), true).isUnderflow()) {
            return false;
        }
        System.arraycopy(encoded.array(), 0, to, at, length);
        return true;
    }

    /** All characters in UTF-8. */
    byte[] utf8() {
        return new String(text, 0, length).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether there is a surrogate, whole pairs included. */
    boolean hasSurrogates() {
        for (int i = 0; i < length; i++) {
            if (Character.isSurrogate(text[i])) {
                return true;
            }
        }
        return false;
    }
}
