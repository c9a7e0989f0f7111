package dev.attacca.benchmarks.stored.server;

import dev.attacca.conductor.database.ConnectionPool;
import dev.attacca.conductor.database.DatabaseLogin;
import dev.attacca.conductor.database.JdbcAddress;
import dev.attacca.error.ConfigurationException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and who we are there. Immutable; its text shows no secret.
 *
 * @param url a PostgreSQL URL with hosts
 * @param user the role, or null for the URL's own
 * @param password its password, or null for the URL's own
 */
public record Login(
        String url, @Nullable String user, @Nullable String password) {
    private static final String PREFIX = "jdbc:postgresql://";

    /** Checks the URL. */
    public Login {
        if (!url.startsWith(PREFIX) || url.indexOf('/', PREFIX.length()) < 0 || JdbcAddress.parse(url) == null) {
            throw new ConfigurationException("jdbc-url: not readable (expected: " + JdbcAddress.EXPECTED + ")");
        }
    }

    /** Another database of the same server. */
    Login database(String name) {
        int start = url.indexOf('/', PREFIX.length()) + 1;
        int end = url.indexOf('?', start);
        return new Login(url.substring(0, start) + name + (end < 0 ? "" : url.substring(end)), user, password);
    }

    /** The same with a further parameter of the driver, written as in a URL. */
    Login with(String parameter) {
        return new Login(url + (url.indexOf('?') < 0 ? '?' : '&') + parameter, user, password);
    }

    /** A connection of its own. */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        return DriverManager.getConnection(url, properties);
    }

    /** A conductor's pool of connections, all of them open. */
    public ConnectionPool pool(int connections, boolean synchronousCommit, boolean rewriteBatches) throws SQLException {
        Login login = with("options=-c%20synchronous_commit=" + (synchronousCommit ? "on" : "off"));
        Login asked = rewriteBatches ? login.with("reWriteBatchedInserts=true") : login;
        ConnectionPool pool =
                ConnectionPool.open(new DatabaseLogin(asked.address(), user, password, null), connections);
        List<Connection> all = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                all.add(pool.getConnection());
            }
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
        return pool;
    }

    JdbcAddress address() {
        JdbcAddress address = JdbcAddress.parse(url);
        if (address == null) {
            throw new IllegalStateException("a URL that could be read before");
        }
        return address;
    }

    @Override
    public String toString() {
        return "Login[" + address().shown() + "]";
    }
}
