package dev.attacca.schema.processor;

/**
 * How a Java type is kept in a column: the store's {@code ColumnType} and the methods that bind and read it.
 */
enum ColumnKind {
    TEXT("text", true),
    INTEGER("integer", true),
    BIGINT("bigint", true),
    DOUBLE("doublePrecision", false),
    BOOLEAN("bool", false),
    UUID("uuid", true),
    INSTANT("instant", false),
    ENUM("enumName", false),
    JSON("json", false),
    NUMERIC("numeric", false),
    DATE("date", false),
    DURATION("duration", false),
    BYTES("bytes", false),
    IP_ADDRESS("ipAddress", false),
    IP_NETWORK("ipNetwork", false),
    MAC_ADDRESS("macAddress", false),
    PCI_ADDRESS("pciAddress", false),
    SENSITIVE("sensitive", false);

    private final String method;
    private final boolean identifies;

    ColumnKind(String method, boolean identifies) {
        this.method = method;
        this.identifies = identifies;
    }

    /** The name of the {@code ColumnBinder}'s method, and of the {@code ColumnReader}'s but for enums. */
    String method() {
        return method;
    }

    /** Whether a key may be of it. */
    boolean identifies() {
        return identifies;
    }
}
