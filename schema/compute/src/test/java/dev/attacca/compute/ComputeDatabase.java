package dev.attacca.compute;

import dev.attacca.Attacca;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ReadDeleted;
import dev.attacca.object.RequestContext;
import dev.attacca.postgres.testing.TestDatabase;
import dev.attacca.postgres.testing.TestPostgres;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.store.Migrator;
import dev.attacca.store.StoreUnitOfWorkFactory;
import dev.attacca.store.StoredDomains;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A migrated database of one test, the compute domain over it in local mode, and a look at its rows that no mapper is part of. */
final class ComputeDatabase implements AutoCloseable {
    private static final ObjectRegistry REGISTRY = ObjectRegistry.load();

    private final TestDatabase database;
    private final DataSource dataSource;
    private final Attacca attacca;

    private ComputeDatabase(TestDatabase database) {
        this.database = database;
        this.dataSource = database.dataSource();
        this.attacca = Attacca.local(REGISTRY, StoreUnitOfWorkFactory.of(dataSource));
    }

    static ComputeDatabase create() {
        return new ComputeDatabase(TestPostgres.databaseFrom("compute", ComputeDatabase::migrate));
    }

    private static void migrate(DataSource empty) {
        Migrator.migrate(empty, StoredDomains.load());
    }

    ObjectContext context() {
        return attacca.context(RequestContext.create());
    }

    ObjectContext context(ReadDeleted mode) {
        return attacca.context(RequestContext.create().withReadDeleted(mode));
    }

    /** The one row whose uuid that is, by column; times as instants, JSON as text. */
    Map<String, @Nullable Object> row(String table, Object uuid) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT * FROM " + table + " WHERE uuid = ?")) {
            select.setObject(1, uuid);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    throw new AssertionError(table + ": no row " + uuid);
                }
                Map<String, @Nullable Object> row = new HashMap<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.put(rows.getMetaData().getColumnName(column), value(rows, column));
                }
                return row;
            }
        } catch (SQLException thrown) {
            throw new AssertionError(thrown);
        }
    }

    private static @Nullable Object value(ResultSet rows, int column) throws SQLException {
        if (rows.getMetaData().getColumnTypeName(column).equals("jsonb")) {
            return rows.getString(column);
        }
        Object value = rows.getObject(column);
        return value instanceof Timestamp time ? time.toInstant() : value;
    }

    /** Runs a statement and returns how many rows it changed. */
    int execute(String sql) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException thrown) {
            throw new AssertionError(thrown);
        }
    }

    @Override
    public void close() {
        attacca.close();
        database.close();
    }
}
