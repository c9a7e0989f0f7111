package dev.attacca.demo;

/** What a piece of text means, and how a terminal with colours shows it. */
enum Style {
    PLAIN(""),
    DIM("2"),
    STRONG("1"),
    GOOD("32"),
    BAD("1;31"),
    LOST("33"),
    NAME("36");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** The text between the sequences that switch the style on and off. */
    String paint(String text) {
        return code.isEmpty() || text.isBlank() ? text : "\033[" + code + "m" + text + "\033[0m";
    }
}
