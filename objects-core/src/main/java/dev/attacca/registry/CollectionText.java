package dev.attacca.registry;

import java.util.ArrayList;
import java.util.List;

/** Takes apart the text of a collection: {@code [first, 'sec, ond']} or {@code {key=value}}. Confined to one thread, used once. */
final class CollectionText {
    private static final char QUOTE = '\'';

    private final String text;
    private final int end;
    private int at;

    private CollectionText(String text, char open, char close) {
        if (text.length() < 2 || text.charAt(0) != open || text.charAt(text.length() - 1) != close) {
            throw new IllegalArgumentException("not within " + open + close);
        }
        this.text = text;
        this.end = text.length() - 1;
        this.at = 1;
    }

    /** The texts of a list's elements. */
    static List<String> elements(String text) {
        CollectionText within = new CollectionText(text, '[', ']');
        List<String> elements = new ArrayList<>();
        while (within.more(elements.isEmpty())) {
            elements.add(within.element(""));
        }
        return elements;
    }

    /** The texts of a map's keys and values, one after the other. */
    static List<String> entries(String text) {
        CollectionText within = new CollectionText(text, '{', '}');
        List<String> entries = new ArrayList<>();
        while (within.more(entries.isEmpty())) {
            entries.add(within.element("="));
            within.pass('=');
            entries.add(within.element("="));
        }
        return entries;
    }

    private boolean more(boolean first) {
        blanks();
        if (at == end) {
            return false;
        }
        if (!first) {
            pass(',');
        }
        return true;
    }

    private void pass(char separator) {
        blanks();
        if (at == end || text.charAt(at) != separator) {
            throw new IllegalArgumentException("no " + separator + " at " + at);
        }
        at++;
    }

    private void blanks() {
        while (at < end && text.charAt(at) == ' ') {
            at++;
        }
    }

    private String element(String stops) {
        blanks();
        if (at < end && text.charAt(at) == QUOTE) {
            return quoted();
        }
        int from = at;
        while (at < end && text.charAt(at) != ',' && stops.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String plain = text.substring(from, at).strip();
        if (plain.isEmpty()) {
            throw new IllegalArgumentException("nothing at " + from);
        }
        return plain;
    }

    private String quoted() {
        StringBuilder element = new StringBuilder();
        for (at++; at < end; at++) {
            if (text.charAt(at) == QUOTE) {
                at++;
                if (at == end || text.charAt(at) != QUOTE) {
                    return element.toString();
                }
            }
            element.append(text.charAt(at));
        }
        throw new IllegalArgumentException("a quote without its end");
    }
}
