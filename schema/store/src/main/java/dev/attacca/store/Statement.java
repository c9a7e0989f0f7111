package dev.attacca.store;

import java.util.List;

/**
 * A statement's text, and what is known about it without ever reading the text. Immutable; made once and reused, so that
 * driver and server keep it prepared.
 *
 * @param sql the text, every value a {@code ?}
 * @param tables the tables it reads or writes
 * @param domain the schema domain they belong to
 * @param kind what it does to them
 */
public record Statement(String sql, List<String> tables, String domain, Kind kind) {
    public Statement {
        tables = List.copyOf(tables);
    }

    /** What a statement does. */
    public enum Kind {
        /** Reads rows. */
        SELECT,
        /** Reads rows and locks them until the unit of work ends. */
        LOCK,
        /** Adds rows. */
        INSERT,
        /** Changes rows; a soft delete is a change. */
        UPDATE,
        /** Removes rows. */
        DELETE;

        /** Whether a read-only unit of work may run it. */
        public boolean readOnly() {
            return this == SELECT;
        }

        /** Whether it can leave rows different from how it met them. */
        boolean writes() {
            return this != SELECT && this != LOCK;
        }
    }
}
