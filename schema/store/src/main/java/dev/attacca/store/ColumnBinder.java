package dev.attacca.store;

import dev.attacca.value.Bytes;
import dev.attacca.value.IpAddress;
import dev.attacca.value.IpNetwork;
import dev.attacca.value.MacAddress;
import dev.attacca.value.PciAddress;
import dev.attacca.value.SensitiveString;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Binds a statement's parameters, one after the other. Null is SQL's NULL.
 *
 * <p>Thread safety: confined to the thread that runs the statement.
 */
public final class ColumnBinder {
    private final PreparedStatement statement;
    private int last;

    ColumnBinder(PreparedStatement statement) {
        this.statement = statement;
    }

    /** Binds {@code text}. */
    public void text(@Nullable String value) throws SQLException {
        statement.setString(++last, value);
    }

    /** Binds {@code integer}. */
    public void integer(int value) throws SQLException {
        statement.setInt(++last, value);
    }

    /** Binds {@code integer}. */
    public void integer(@Nullable Integer value) throws SQLException {
        if (value == null) {
            statement.setNull(++last, Types.INTEGER);
        } else {
            statement.setInt(++last, value);
        }
    }

    /** Binds {@code bigint}. */
    public void bigint(long value) throws SQLException {
        statement.setLong(++last, value);
    }

    /** Binds {@code bigint}. */
    public void bigint(@Nullable Long value) throws SQLException {
        if (value == null) {
            statement.setNull(++last, Types.BIGINT);
        } else {
            statement.setLong(++last, value);
        }
    }

    /** Binds {@code double precision}. */
    public void doublePrecision(double value) throws SQLException {
        statement.setDouble(++last, value);
    }

    /** Binds {@code double precision}. */
    public void doublePrecision(@Nullable Double value) throws SQLException {
        if (value == null) {
            statement.setNull(++last, Types.DOUBLE);
        } else {
            statement.setDouble(++last, value);
        }
    }

    /** Binds {@code boolean}. */
    public void bool(boolean value) throws SQLException {
        statement.setBoolean(++last, value);
    }

    /** Binds {@code boolean}. */
    public void bool(@Nullable Boolean value) throws SQLException {
        if (value == null) {
            statement.setNull(++last, Types.BOOLEAN);
        } else {
            statement.setBoolean(++last, value);
        }
    }

    /** Binds {@code uuid}. */
    public void uuid(@Nullable UUID value) throws SQLException {
        if (value == null) {
            statement.setNull(++last, Types.OTHER, "uuid");
        } else {
            statement.setObject(++last, value);
        }
    }

    /** Binds {@code timestamptz}; the session's time zone does not matter. */
    public void instant(@Nullable Instant value) throws SQLException {
        if (value == null) {
            statement.setNull(++last, Types.TIMESTAMP_WITH_TIMEZONE, "timestamptz");
        } else {
            statement.setObject(++last, value.atOffset(ZoneOffset.UTC));
        }
    }

    /** Binds {@code text}: the constant's name. */
    public void enumName(@Nullable Enum<?> value) throws SQLException {
        text(value == null ? null : value.name());
    }

    /** Binds {@code jsonb}; the statement must say {@code ?::jsonb}. */
    public void json(@Nullable Map<String, String> value) throws SQLException {
        text(value == null ? null : JsonText.write(value));
    }

    /** Binds {@code numeric}. */
    public void numeric(@Nullable BigDecimal value) throws SQLException {
        statement.setBigDecimal(++last, value);
    }

    /** Binds {@code date}. */
    public void date(@Nullable LocalDate value) throws SQLException {
        if (value == null) {
            statement.setNull(++last, Types.DATE);
        } else {
            statement.setObject(++last, value);
        }
    }

    /** Binds {@code bigint}: microseconds. */
    public void duration(@Nullable Duration value) throws SQLException {
        bigint(value == null ? null : (Long) micros(value));
    }

    static long micros(Duration value) {
        return Math.addExact(Math.multiplyExact(value.getSeconds(), 1_000_000L), value.getNano() / 1_000);
    }

    /** Binds {@code bytea}. */
    public void bytes(@Nullable Bytes value) throws SQLException {
        bytes(value == null ? null : value.toArray());
    }

    /** Binds {@code bytea}. */
    public void bytes(byte @Nullable [] value) throws SQLException {
        statement.setBytes(++last, value);
    }

    /** Binds {@code inet}; the statement must say {@code ?::inet}. */
    public void ipAddress(@Nullable IpAddress value) throws SQLException {
        text(value == null ? null : value.toString());
    }

    /** Binds {@code cidr}; the statement must say {@code ?::cidr}. */
    public void ipNetwork(@Nullable IpNetwork value) throws SQLException {
        text(value == null ? null : value.toString());
    }

    /** Binds {@code macaddr}; the statement must say {@code ?::macaddr}. */
    public void macAddress(@Nullable MacAddress value) throws SQLException {
        text(value == null ? null : value.toString());
    }

    /** Binds {@code text}. */
    public void pciAddress(@Nullable PciAddress value) throws SQLException {
        text(value == null ? null : value.toString());
    }

    /** Binds {@code text}: what is never shown is stored as it is. */
    public void sensitive(@Nullable SensitiveString value) throws SQLException {
        text(value == null ? null : value.reveal());
    }

    /** Binds {@code text[]}; a statement that says {@code = ANY (?::uuid[])} makes any other array of it. */
    public void textArray(List<String> values) throws SQLException {
        statement.setArray(++last, statement.getConnection().createArrayOf("text", values.toArray()));
    }
}
