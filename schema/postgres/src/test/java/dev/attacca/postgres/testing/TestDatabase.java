package dev.attacca.postgres.testing;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of its own for one test.
 *
 * @param jdbcUrl without user and password
 * @param user a superuser
 * @param password that user's
 */
public record TestDatabase(String jdbcUrl, String user, String password) implements AutoCloseable {
    /** Opens a new connection each time: no pool. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    /** Drops the database, connections and all. */
    @Override
    public void close() {
        TestPostgres.drop(name());
    }

    private String name() {
        int start = jdbcUrl.lastIndexOf('/') + 1;
        int end = jdbcUrl.indexOf('?', start);
        return end < 0 ? jdbcUrl.substring(start) : jdbcUrl.substring(start, end);
    }
}
