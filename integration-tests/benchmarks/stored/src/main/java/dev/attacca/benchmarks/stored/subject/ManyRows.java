package dev.attacca.benchmarks.stored.subject;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Many new instances, in ways that are written by hand. */
final class ManyRows {
    private static final String METADATA = "{\"image\": \"debian\", \"os\": \"linux\"}";
    private static final String COLUMNS =
            " (uuid, row_version, project_id, user_id, display_name, memory_mb, vcpus, flavor_id, vm_state, power_state,"
                    + " system_metadata, created_at)";
    private static final int CHUNK = 64 * 1_024;

    private ManyRows() {}

    /** COPY in its text form. No value here has a character that would have to be escaped. */
    static void copy(Connection connection) throws SQLException {
        CopyIn copy =
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY instances" + COLUMNS + " FROM STDIN");
        try {
            String now = java.time.Instant.now().toString();
            StringBuilder text = new StringBuilder(CHUNK + 512);
            for (int i = 0; i < Share.CREATED; i++) {
                text.append(UUID.randomUUID())
                        .append("\t1\tproject\tuser\tvm-")
                        .append(i)
                        .append('\t')
                        .append(Memory.FIRST)
                        .append("\t2\tm1.small\tBUILDING\tNOSTATE\t")
                        .append(METADATA)
                        .append('\t')
                        .append(now)
                        .append('\n');
                if (text.length() >= CHUNK) {
                    send(copy, text);
                }
            }
            send(copy, text);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private static void send(CopyIn copy, StringBuilder text) throws SQLException {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        text.setLength(0);
    }

    /** One statement, an array for each column. */
    static void unnest(Connection connection) throws SQLException {
        UUID[] uuids = new UUID[Share.CREATED];
        String[] projects = new String[Share.CREATED];
        String[] users = new String[Share.CREATED];
        String[] names = new String[Share.CREATED];
        Long[] memories = new Long[Share.CREATED];
        Integer[] vcpus = new Integer[Share.CREATED];
        String[] flavors = new String[Share.CREATED];
        String[] vmStates = new String[Share.CREATED];
        String[] powerStates = new String[Share.CREATED];
        String[] metadata = new String[Share.CREATED];
        for (int i = 0; i < Share.CREATED; i++) {
            uuids[i] = UUID.randomUUID();
            projects[i] = "project";
            users[i] = "user";
            names[i] = "vm-" + i;
            memories[i] = Memory.FIRST;
            vcpus[i] = 2;
            flavors[i] = "m1.small";
            vmStates[i] = "BUILDING";
            powerStates[i] = "NOSTATE";
            metadata[i] = METADATA;
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO instances" + COLUMNS
                + " SELECT u, 1, p, s, n, m, v, f, vs, ps, j::jsonb, now() FROM unnest(?::uuid[], ?::text[], ?::text[],"
                + " ?::text[], ?::bigint[], ?::integer[], ?::text[], ?::text[], ?::text[], ?::text[])"
                + " AS rows (u, p, s, n, m, v, f, vs, ps, j)")) {
            insert.setArray(1, connection.createArrayOf("uuid", uuids));
            insert.setArray(2, connection.createArrayOf("text", projects));
            insert.setArray(3, connection.createArrayOf("text", users));
            insert.setArray(4, connection.createArrayOf("text", names));
            insert.setArray(5, connection.createArrayOf("int8", memories));
            insert.setArray(6, connection.createArrayOf("int4", vcpus));
            insert.setArray(7, connection.createArrayOf("text", flavors));
            insert.setArray(8, connection.createArrayOf("text", vmStates));
            insert.setArray(9, connection.createArrayOf("text", powerStates));
            insert.setArray(10, connection.createArrayOf("text", metadata));
            insert.executeUpdate();
        }
    }

    /** A batch; over connections of {@code reWriteBatchedInserts} the driver makes statements of up to 128 rows of it. */
    static void batch(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO instances" + COLUMNS + " VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, now())")) {
            for (int i = 0; i < Share.CREATED; i++) {
                insert.setObject(1, UUID.randomUUID());
                insert.setString(2, "project");
                insert.setString(3, "user");
                insert.setString(4, "vm-" + i);
                insert.setLong(5, Memory.FIRST);
                insert.setInt(6, 2);
                insert.setString(7, "m1.small");
                insert.setString(8, "BUILDING");
                insert.setString(9, "NOSTATE");
                insert.setString(10, METADATA);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
