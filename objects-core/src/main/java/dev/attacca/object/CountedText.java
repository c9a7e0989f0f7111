package dev.attacca.object;

/**
 * A text that can be looked at only so often. What a pattern costs is how often it looks at a character, and one that tries
 * every way to part a text looks more often than anybody can wait for. Confined to one thread, used once.
 */
final class CountedText implements CharSequence {
    /** Enough for any short text, whatever the pattern. */
    private static final long AT_LEAST = 100_000;

    /** A pattern that reads a long text once or twice needs a few. */
    private static final long OF_EACH_CHARACTER = 64;

    private final String text;
    private final long most;
    private long read;

    CountedText(String text, long most) {
        this.text = text;
        this.most = most;
    }

    /** A text that can be looked at as often as a limit's pattern may. */
    static CountedText of(String text) {
        return new CountedText(text, most(text.length()));
    }

    /** How often a pattern may look at the characters of a text. */
    static long most(int length) {
        return AT_LEAST + OF_EACH_CHARACTER * length;
    }

    /** How often it was looked at. */
    long read() {
        return read;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (read == most) {
            throw new Exhausted();
        }
        read++;
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new Part(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    /** A part that counts with the whole. */
    private final class Part implements CharSequence {
        private final int start;
        private final int end;

        Part(int start, int end) {
            this.start = start;
            this.end = end;
        }

        @Override
        public int length() {
            return end - start;
        }

        @Override
        public char charAt(int index) {
            return CountedText.this.charAt(start + index);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new Part(start + from, start + to);
        }

        @Override
        public String toString() {
            return text.substring(start, end);
        }
    }

    /** It was looked at too often. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Exhausted() {
            super("looked at too often", null, false, false);
        }
    }
}
