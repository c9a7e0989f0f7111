package dev.attacca.store;

import dev.attacca.value.Bytes;
import dev.attacca.value.IpAddress;
import dev.attacca.value.IpNetwork;
import dev.attacca.value.MacAddress;
import dev.attacca.value.PciAddress;
import dev.attacca.value.SensitiveString;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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
    JSON("jsonb"),
    /** {@code numeric}; the scale is kept where the column has none of its own. */
    NUMERIC("numeric"),
    /** {@code date}. */
    DATE("date"),
    /** {@code bigint} that counts microseconds. */
    DURATION("bigint"),
    /** {@code bytea}. */
    BYTES("bytea"),
    /** {@code inet}, without a prefix. */
    IP_ADDRESS("inet"),
    /** {@code cidr}. */
    IP_NETWORK("cidr"),
    /** {@code macaddr}. */
    MAC_ADDRESS("macaddr"),
    /** {@code text}: {@code 0000:1f:02.7}. */
    PCI_ADDRESS("text"),
    /** {@code text} that is never shown. */
    SENSITIVE("text");

    private final String sqlType;

    ColumnType(String sqlType) {
        this.sqlType = sqlType;
    }

    /** How a value of the type appears in a statement; those for which the driver has no type of its own cross as text. */
    String placeholder() {
        return switch (this) {
            case JSON, IP_ADDRESS, IP_NETWORK, MAC_ADDRESS -> "?::" + sqlType;
            default -> "?";
        };
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
            case NUMERIC -> to.numeric((BigDecimal) value);
            case DATE -> to.date((LocalDate) value);
            case DURATION -> to.duration((Duration) value);
            case BYTES -> to.bytes((Bytes) value);
            case IP_ADDRESS -> to.ipAddress((IpAddress) value);
            case IP_NETWORK -> to.ipNetwork((IpNetwork) value);
            case MAC_ADDRESS -> to.macAddress((MacAddress) value);
            case PCI_ADDRESS -> to.pciAddress((PciAddress) value);
            case SENSITIVE -> to.sensitive((SensitiveString) value);
        }
    }

    /** A value in the form that an array's element has. */
    String text(Object value) {
        return switch (this) {
            case ENUM -> ((Enum<?>) value).name();
            case JSON -> JsonText.write(strings(value));
            case DURATION -> Long.toString(ColumnBinder.micros((Duration) value));
            case BYTES -> "\\x" + ((Bytes) value).toHex();
            case SENSITIVE -> ((SensitiveString) value).reveal();
            default -> value.toString();
        };
    }

    @SuppressWarnings("unchecked") // Field tokens of JSON columns are of Map<String, String>.
    private static Map<String, String> strings(Object value) {
        return (Map<String, String>) value;
    }
}
