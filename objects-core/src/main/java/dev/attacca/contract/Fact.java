package dev.attacca.contract;

import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a line of a lock says of its subject beyond name and type: {@code lazy}, {@code since 1.1}, {@code matches "[a-z]+"}.
 *
 * @param kind what it says
 * @param text the rest, empty for a flag
 */
record Fact(Kind kind, String text) implements Comparable<Fact> {
    private static final Comparator<Fact> ORDER =
            Comparator.comparing(Fact::kind).thenComparing(Fact::text);

    /** The facts a lock knows, in the order in which a line states them. */
    enum Kind {
        /** The class whose places it may take where that one is polymorphic. */
        EXTENDS(Form.WORDS),
        /** The framework's error that peers see who do not know the domain's. */
        REFINES(Form.WORDS),
        RETRYABLE(Form.FLAG),
        KEY(Form.FLAG),
        ROW_VERSION(Form.FLAG),
        READ_ONLY(Form.FLAG),
        WRITE_ONCE(Form.FLAG),
        SENSITIVE(Form.FLAG),
        LAZY(Form.FLAG),
        SENDS(Form.WORDS),
        MOST_RESULTS(Form.WORDS),
        SINCE(Form.WORDS),
        /** {@code displayName until 1.2}: an earlier name. */
        NAMED(Form.WORDS),
        /** {@code int until 1.2}: an earlier type. */
        TYPED(Form.WORDS),
        /** {@code until 1.2}: null was allowed. */
        NULLABLE(Form.WORDS),
        /** {@code until 1.2}: null was not allowed. */
        NOT_NULL(Form.WORDS),
        /** The first version without it. */
        GONE(Form.WORDS),
        FALLBACK(Form.WORDS),
        MIN(Form.WORDS),
        MAX(Form.WORDS),
        LENGTH(Form.WORDS),
        MATCHES(Form.QUOTED),
        /** Where one state of an enum may go: {@code "BUILDING->ACTIVE|ERROR"}. */
        TRANSITIONS(Form.QUOTED),
        DEFAULT(Form.QUOTED);

        private final Form form;

        Kind(Form form) {
            this.form = form;
        }

        String keyword() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static @Nullable Kind of(String keyword) {
            for (Kind kind : values()) {
                if (kind.keyword().equals(keyword)) {
                    return kind;
                }
            }
            return null;
        }
    }

    private enum Form {
        FLAG,
        WORDS,
        QUOTED
    }

    static Fact flag(Kind kind) {
        return new Fact(kind, "");
    }

    /** Reads {@code keyword}, {@code keyword words} or {@code keyword "text"}; {@code null} if it is none of them. */
    static @Nullable Fact parse(String written) {
        int space = written.indexOf(' ');
        Kind kind = Kind.of(space < 0 ? written : written.substring(0, space));
        if (kind == null || (kind.form == Form.FLAG) != (space < 0)) {
            return null;
        }
        String rest = space < 0 ? "" : written.substring(space + 1);
        String text = kind.form == Form.QUOTED ? Quoted.parse(rest) : rest;
        return text == null || (kind.form == Form.WORDS && text.isBlank()) ? null : new Fact(kind, text);
    }

    @Override
    public int compareTo(Fact other) {
        return ORDER.compare(this, other);
    }

    /** As a line of the lock states it. */
    @Override
    public String toString() {
        return switch (kind.form) {
            case FLAG -> kind.keyword();
            case WORDS -> kind.keyword() + " " + text;
            case QUOTED -> kind.keyword() + " " + Quoted.of(text);
        };
    }
}
