package dev.attacca.demo;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row as the database has it. Immutable.
 *
 * @param columns PostgreSQL's text of each value, null for null, in the order of the table; times are UTC
 */
record Row(Map<String, @Nullable String> columns) {
    /** The text of a column, or the empty one for null. */
    String text(String column) {
        String text = columns.get(column);
        return text == null ? "" : text;
    }

    /** The whole number in a column. */
    long number(String column) {
        return Long.parseLong(text(column));
    }

    /** The moment in a column, or null for null. */
    @Nullable
    Instant time(String column) {
        String text = columns.get(column);
        return text == null ? null : moment(text);
    }

    /** PostgreSQL writes {@code 2026-11-20 12:00:00.5+00}. */
    static Instant moment(String text) {
        return Instant.parse(text.replace(' ', 'T').replaceFirst("\\+00(:00)?$", "Z"));
    }
}
