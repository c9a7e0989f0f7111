package dev.attacca.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The main class of a second JVM: starts the server of the data directory it is given, says {@code ready}, and then writes rows
 * until it is killed, saying {@code ack n} after row n was acknowledged by the database.
 *
 * <p>A line that begins with {@code error} tells why it could not.
 */
final class ServerJvm {
    private ServerJvm() {}

    public static void main(String[] arguments) throws SQLException {
        Path data = Path.of(arguments[0]);
        try (EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedPostgres.Options.of(data));
                Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password())) {
            say("ready " + server.port());
            writeUntilKilled(connection);
        } catch (RuntimeException e) {
            say("error " + e.getMessage());
        }
    }

    private static void writeUntilKilled(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS acknowledged (n bigint PRIMARY KEY)");
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO acknowledged VALUES (?)")) {
            for (long n = 1; ; n++) {
                insert.setLong(1, n);
                insert.executeUpdate();
                say("ack " + n);
            }
        }
    }

    /** Unbuffered: what was said is in the pipe, whatever happens next. */
    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
