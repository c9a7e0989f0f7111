package dev.attacca.value;

/** What the parsers of this package share. */
final class Text {
    private static final int LONGEST_SHOWN = 64;

    private Text() {}

    /** A decimal number without sign or leading zeros, or -1 if it is none or larger than allowed. */
    static int decimal(String text, int most) {
        if (text.isEmpty() || text.length() > 3 || (text.length() > 1 && text.charAt(0) == '0')) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = 10 * number + digit - '0';
        }
        return number > most ? -1 : number;
    }

    /** A number of at most seven hex digits in ASCII, or -1 if it is none. */
    static int hex(String text) {
        if (text.isEmpty() || text.length() > 7) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            int digit = unit < 0x80 ? Character.digit(unit, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            number = 16 * number + digit;
        }
        return number;
    }

    static IllegalArgumentException refused(String what, String text, String expected) {
        String shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
        return new IllegalArgumentException(what + ": '" + shown + "' (expected: " + expected + ")");
    }
}
