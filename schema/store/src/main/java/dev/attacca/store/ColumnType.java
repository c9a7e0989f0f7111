package dev.attacca.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** How a field's values are kept in a column. The constants name the SQL type where there is only one. */
public enum ColumnType {
    /** {@code text}. */
    TEXT("text"),
    /** {@code integer}. */
    INTEGER("integer"),
    /** {@code bigint}. */
    BIGINT("bigint"),
    /** {@code double precision}. */
    DOUBLE("double precision"),
    /** {@code boolean}. */
    BOOLEAN("boolean"),
    /** {@code uuid}. */
    UUID("uuid"),
    /** {@code timestamptz}, always read as UTC. */
    INSTANT("timestamptz"),
    /** {@code text} that holds a constant's name. */
    ENUM("text"),
    /** {@code jsonb}: an object of strings. */
    JSON("jsonb");

    private final String sqlType;

    ColumnType(String sqlType) {
        this.sqlType = sqlType;
    }

    /** How a value of the type appears in a statement; the driver has no type of its own for {@code jsonb}. */
    String placeholder() {
        return this == JSON ? "?::jsonb" : "?";
    }

    /** How a list of values appears: always a text array, which needs no look-up of a type, cast by the server. */
    String arrayPlaceholder() {
        return "?::" + sqlType + "[]";
    }

    void bind(ColumnBinder to, Object value) throws SQLException {
        switch (this) {
            case TEXT -> to.text((String) value);
            case INTEGER -> to.integer((Integer) value);
            case BIGINT -> to.bigint((Long) value);
            case DOUBLE -> to.doublePrecision((Double) value);
            case BOOLEAN -> to.bool((Boolean) value);
            case UUID -> to.uuid((UUID) value);
            case INSTANT -> to.instant((Instant) value);
            case ENUM -> to.enumName((Enum<?>) value);
            case JSON -> to.json(strings(value));
        }
    }

    /** A value in the form that an array's element has. */
    String text(Object value) {
        return switch (this) {
            case ENUM -> ((Enum<?>) value).name();
            case JSON -> JsonText.write(strings(value));
            default -> value.toString();
        };
    }

    @SuppressWarnings("unchecked") // Field tokens of JSON columns are of Map<String, String>.
    private static Map<String, String> strings(Object value) {
        return (Map<String, String>) value;
    }
}
