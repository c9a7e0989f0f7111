package dev.attacca.store;

import dev.attacca.error.InvalidValueException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row's columns, one after the other. SQL's NULL is null.
 *
 * <p>Thread safety: confined to the thread that runs the statement.
 */
public final class ColumnReader {
    private final ResultSet rows;
    private int last;

    ColumnReader(ResultSet rows) {
        this.rows = rows;
    }

    boolean nextRow() throws SQLException {
        last = 0;
        return rows.next();
    }

    /** Reads {@code text}. */
    public @Nullable String text() throws SQLException {
        return rows.getString(++last);
    }

    /** Reads {@code integer}. */
    public @Nullable Integer integer() throws SQLException {
        int value = rows.getInt(++last);
        return rows.wasNull() ? null : value;
    }

    /** Reads {@code bigint}. */
    public @Nullable Long bigint() throws SQLException {
        long value = rows.getLong(++last);
        return rows.wasNull() ? null : value;
    }

    /** Reads {@code double precision}. */
    public @Nullable Double doublePrecision() throws SQLException {
        double value = rows.getDouble(++last);
        return rows.wasNull() ? null : value;
    }

    /** Reads {@code boolean}. */
    public @Nullable Boolean bool() throws SQLException {
        boolean value = rows.getBoolean(++last);
        return rows.wasNull() ? null : value;
    }

    /** Reads {@code uuid}. */
    public @Nullable UUID uuid() throws SQLException {
        return rows.getObject(++last, UUID.class);
    }

    /** Reads {@code timestamptz}. */
    public @Nullable Instant instant() throws SQLException {
        OffsetDateTime value = rows.getObject(++last, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    /**
     * Reads {@code text} that holds the name of a constant.
     *
     * @throws InvalidValueException if there is no such constant, as when a newer release wrote the row
     */
    public <E extends Enum<E>> @Nullable E enumConstant(Class<E> type) throws SQLException {
        String name = text();
        if (name == null) {
            return null;
        }
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException unknown) {
            throw new InvalidValueException(
                    "stored " + type.getSimpleName() + ": '" + name + "' (expected: one of "
                            + Arrays.toString(type.getEnumConstants())
                            + "); a newer release wrote the row, so ask a conductor of that release",
                    Map.of(),
                    unknown);
        }
    }

    /**
     * Reads {@code jsonb}: an object of strings.
     *
     * @throws InvalidValueException if it is anything else
     */
    public @Nullable Map<String, String> json() throws SQLException {
        String json = text();
        try {
            return json == null ? null : JsonText.read(json);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidValueException("stored " + malformed.getMessage() + "; mend the row", Map.of(), malformed);
        }
    }
}
