package dev.attacca.store;

import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Opens units of work over a {@link DataSource} or {@link Connections}; bodies find a {@link UnitOfWork} in them.
 *
 * <p>Thread safety: immutable, safe for use by several threads.
 */
public final class StoreUnitOfWorkFactory implements UnitOfWorkFactory {
    private final Connections connections;
    private final StatementListener listener;
    private final Duration commitTimeout;
    private final SessionSettings settings;

    private StoreUnitOfWorkFactory(Builder builder) {
        this.connections = builder.connections;
        this.listener = builder.listener;
        this.commitTimeout = builder.commitTimeout;
        this.settings = new SessionSettings(builder.applicationName);
    }

    /** Units over that source, nobody listening. */
    public static StoreUnitOfWorkFactory of(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /** Begins with the defaults: nobody listening, 10 seconds for the answer to COMMIT, {@code attacca} as its name. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(Connections.of(dataSource));
    }

    /** The same, over connections that are waited for until a call's deadline. */
    public static Builder over(Connections connections) {
        return new Builder(connections);
    }

    @Override
    public OpenUnit open(ObjectContext context, RemotableMethod method) {
        Transaction transaction = new Transaction(this, context, method.qualifiedName(), method.readOnly());
        return new OpenStoreUnit(transaction, new UnitOfWork(transaction, context));
    }

    Connections connections() {
        return connections;
    }

    SessionSettings settings() {
        return settings;
    }

    StatementListener listener() {
        return listener;
    }

    Duration commitTimeout() {
        return commitTimeout;
    }

    private record OpenStoreUnit(Transaction transaction, UnitOfWork unit) implements OpenUnit {
        @Override
        public <S> S service(Class<S> serviceType) {
            return service(serviceType, unit.context());
        }

        @Override
        public <S> S service(Class<S> serviceType, ObjectContext asking) {
            if (serviceType != UnitOfWork.class) {
                throw new IllegalStateException(
                        serviceType.getSimpleName() + ": not here (expected: UnitOfWork, the store's one service)");
            }
            return serviceType.cast(unit.seenBy(asking));
        }

        @Override
        public void begin(RemotableMethod method) {
            transaction.begin(method);
        }

        @Override
        public boolean endsAlone() {
            return transaction.endsAlone();
        }

        @Override
        public void finish(boolean alone) {
            transaction.finish(alone);
        }

        @Override
        public void commit() {
            transaction.commit();
        }

        @Override
        public void close() {
            transaction.close();
        }
    }

    /** Collects the options. */
    public static final class Builder {
        private final Connections connections;
        private StatementListener listener = StatementListener.NONE;
        private Duration commitTimeout = Duration.ofSeconds(10);
        private String applicationName = "attacca";

        private Builder(Connections connections) {
            this.connections = connections;
        }

        /** Who is told of every statement. */
        public Builder listener(StatementListener told) {
            this.listener = told;
            return this;
        }

        /**
         * How long the answer to COMMIT may take before its connection counts as lost and the outcome as unknown; of a write that
         * commits by itself, how long after its deadline.
         *
         * @param longest 100 milliseconds to 10 minutes
         * @throws IllegalArgumentException if it is not
         */
        public Builder commitTimeout(Duration longest) {
            if (longest.compareTo(Duration.ofMillis(100)) < 0 || longest.compareTo(Duration.ofMinutes(10)) > 0) {
                throw new IllegalArgumentException("commitTimeout: " + longest + " (expected: PT0.1S to PT10M)");
            }
            this.commitTimeout = longest;
            return this;
        }

        /**
         * What the process calls itself in {@code pg_stat_activity}, before the id of the request that runs.
         *
         * @param name its first 26 characters are shown
         */
        public Builder applicationName(String name) {
            this.applicationName = name;
            return this;
        }

        /** Ends the building. */
        public StoreUnitOfWorkFactory build() {
            return new StoreUnitOfWorkFactory(this);
        }
    }
}
