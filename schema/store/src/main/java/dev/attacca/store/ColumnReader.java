package dev.attacca.store;

import dev.attacca.error.InvalidValueException;
import dev.attacca.value.Bytes;
import dev.attacca.value.IpAddress;
import dev.attacca.value.IpNetwork;
import dev.attacca.value.MacAddress;
import dev.attacca.value.PciAddress;
import dev.attacca.value.SensitiveString;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
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

    /** Reads {@code numeric}. */
    public @Nullable BigDecimal numeric() throws SQLException {
        return rows.getBigDecimal(++last);
    }

    /** Reads {@code date}. */
    public @Nullable LocalDate date() throws SQLException {
        return rows.getObject(++last, LocalDate.class);
    }

    /** Reads {@code bigint} that counts microseconds. */
    public @Nullable Duration duration() throws SQLException {
        Long micros = bigint();
        return micros == null
                ? null
                : Duration.ofSeconds(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000L);
    }

    /** Reads {@code bytea}. */
    public @Nullable Bytes bytes() throws SQLException {
        byte[] bytes = rows.getBytes(++last);
        return bytes == null ? null : Bytes.of(bytes);
    }

    /**
     * Reads {@code inet}.
     *
     * @throws InvalidValueException if it has a prefix
     */
    public @Nullable IpAddress ipAddress() throws SQLException {
        return parsed(IpAddress::parse);
    }

    /** Reads {@code cidr}. */
    public @Nullable IpNetwork ipNetwork() throws SQLException {
        return parsed(IpNetwork::parse);
    }

    /** Reads {@code macaddr}. */
    public @Nullable MacAddress macAddress() throws SQLException {
        return parsed(MacAddress::parse);
    }

    /**
     * Reads {@code text} that holds a PCI address.
     *
     * @throws InvalidValueException if it is none
     */
    public @Nullable PciAddress pciAddress() throws SQLException {
        return parsed(PciAddress::parse);
    }

    private <T> @Nullable T parsed(Function<String, T> parse) throws SQLException {
        String text = text();
        try {
            return text == null ? null : parse.apply(text);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidValueException("stored " + malformed.getMessage() + "; mend the row", Map.of(), malformed);
        }
    }

    /** Reads {@code text} that is never shown. */
    public @Nullable SensitiveString sensitive() throws SQLException {
        String text = text();
        return text == null ? null : SensitiveString.of(text);
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
