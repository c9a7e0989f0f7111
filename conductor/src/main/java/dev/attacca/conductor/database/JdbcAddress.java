package dev.attacca.conductor.database;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is. The URL itself may hold a password, so only {@link #shown()} is for people. Immutable.
 */
public final class JdbcAddress {
    /** What a URL must look like, to complete "expected: …". */
    public static final String EXPECTED = "a PostgreSQL URL such as jdbc:postgresql://host:5432/database";

    private static final String PREFIX = "jdbc:postgresql:";

    /** Held, since a logger that nobody holds is forgotten, and its level with it. The driver logs URLs that it cannot read. */
    private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

    static {
        DRIVER_LOG.setLevel(Level.OFF);
    }

    private final String url;
    private final Driver driver;
    private final Map<String, String> parts;

    private JdbcAddress(String url, Driver driver, Map<String, String> parts) {
        this.url = url;
        this.driver = driver;
        this.parts = parts;
    }

    /** The address in a URL, or null when the driver cannot read it. */
    public static @Nullable JdbcAddress parse(String url) {
        if (!url.startsWith(PREFIX)) {
            return null;
        }
        try {
            Driver driver = DriverManager.getDriver(url);
            return new JdbcAddress(url, driver, parts(driver, url));
        } catch (SQLException unreadable) {
            return null;
        }
    }

    /** The URL as its driver understands it; asked here, so that nobody else has to take URLs apart. */
    private static Map<String, String> parts(Driver driver, String url) throws SQLException {
        Map<String, String> parts = new HashMap<>();
        for (DriverPropertyInfo part : driver.getPropertyInfo(url, new Properties())) {
            if (part.value != null) {
                parts.put(part.name, part.value);
            }
        }
        return parts;
    }

    /** The whole URL: a secret. */
    String url() {
        return url;
    }

    Driver driver() {
        return driver;
    }

    /** The user that the URL names, or null. */
    @Nullable
    String user() {
        return parts.get("user");
    }

    /** Hosts with ports, such as {@code db.example:5432}. */
    public String hosts() {
        String[] hosts = parts.getOrDefault("PGHOST", "localhost").split(",", -1);
        String[] ports = parts.getOrDefault("PGPORT", "5432").split(",", -1);
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < hosts.length; i++) {
            joined.append(i == 0 ? "" : ",").append(hosts[i]).append(':').append(ports[Math.min(i, ports.length - 1)]);
        }
        return joined.toString();
    }

    /** The database's name. */
    public String database() {
        return parts.getOrDefault("PGDBNAME", "");
    }

    /** The URL without user, password and parameters. */
    public String shown() {
        return PREFIX + "//" + hosts() + "/" + database();
    }

    @Override
    public String toString() {
        return shown();
    }
}
