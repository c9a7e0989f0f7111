package dev.attacca.conductor.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * Opens a new connection for each request, with limits on how long that may take.
 *
 * <p>Thread safety: safe for use by several threads.
 */
class LoginDataSource extends OwnDataSource {
    /** How long a server may leave us without a byte while we log in; a stopped one accepts connections and says nothing. */
    private static final Duration LOGIN_SILENCE = Duration.ofSeconds(5);

    /**
     * The last resort against a peer that vanished: more than the longest deadline of a call (ten minutes), so that it never
     * ends a statement that somebody still waits for.
     */
    static final Duration SILENCE = Duration.ofSeconds(620);

    private static final String SOCKET_TIMEOUT = "socketTimeout";

    private final DatabaseLogin login;
    private final Properties properties;

    LoginDataSource(DatabaseLogin login, String applicationName) {
        this.login = login;
        this.properties = properties(login, applicationName);
    }

    private static Properties properties(DatabaseLogin login, String applicationName) {
        Properties properties = new Properties();
        // What the URL says wins over these: the driver reads it last.
        properties.setProperty("connectTimeout", "2");
        properties.setProperty(SOCKET_TIMEOUT, Long.toString(LOGIN_SILENCE.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        // After a failover the old primary must not get our calls, and a standby could not run them.
        properties.setProperty("targetServerType", "primary");
        properties.setProperty("ApplicationName", applicationName);
        String user = login.user();
        if (user != null) {
            properties.setProperty("user", user);
        }
        String password = login.password();
        if (password != null) {
            properties.setProperty("password", password);
        }
        return properties;
    }

    @Override
    public Connection getConnection() throws SQLException {
        JdbcAddress address = login.address();
        Connection connection = address.driver().connect(address.url(), properties);
        if (connection == null) {
            throw new SQLException(address.shown() + ": not a URL of this driver", "08001");
        }
        // Unless the URL asked for another one.
        if (connection.getNetworkTimeout() == LOGIN_SILENCE.toMillis()) {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(SILENCE.toMillis()));
        }
        return connection;
    }

    @Override
    public int getLoginTimeout() {
        return Math.toIntExact(LOGIN_SILENCE.toSeconds());
    }

    @Override
    public String toString() {
        return login.address().shown();
    }
}
