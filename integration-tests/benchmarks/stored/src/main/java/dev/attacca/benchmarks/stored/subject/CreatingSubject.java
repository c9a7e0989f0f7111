package dev.attacca.benchmarks.stored.subject;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/**
 * A way by hand to make many rows.
 *
 * @param way makes them, in the transaction of a connection
 */
record CreatingSubject(Way way) implements Subject {
    @FunctionalInterface
    interface Way {
        void create(Connection connection) throws Exception;
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.CREATE);
    }

    @Override
    public Session open(DataSource connections) {
        return (operation, share) -> new CreatingTask(connections, () -> inTransaction(connections));
    }

    private void inTransaction(DataSource connections) throws Exception {
        try (Connection connection = connections.getConnection()) {
            connection.setAutoCommit(false);
            try {
                way.create(connection);
                connection.commit();
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                throw failed;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }
}
