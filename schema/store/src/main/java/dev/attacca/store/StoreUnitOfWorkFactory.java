package dev.attacca.store;

import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Opens units of work over a {@link DataSource}; bodies find a {@link UnitOfWork} in them.
 *
 * <p>Thread safety: immutable, safe for use by several threads.
 */
public final class StoreUnitOfWorkFactory implements UnitOfWorkFactory {
    private final DataSource dataSource;
    private final StatementListener listener;
    private final Duration commitTimeout;

    private StoreUnitOfWorkFactory(Builder builder) {
        this.dataSource = builder.dataSource;
        this.listener = builder.listener;
        this.commitTimeout = builder.commitTimeout;
    }

    /** Units over that source, nobody listening. */
    public static StoreUnitOfWorkFactory of(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /** Begins with the defaults: nobody listening, 10 seconds for the answer to COMMIT. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    @Override
    public OpenUnit open(ObjectContext context, RemotableMethod method) {
        UnitOfWork unit = new UnitOfWork(this, context, method.qualifiedName(), method.readOnly());
        return new OpenStoreUnit(unit);
    }

    DataSource dataSource() {
        return dataSource;
    }

    StatementListener listener() {
        return listener;
    }

    Duration commitTimeout() {
        return commitTimeout;
    }

    private record OpenStoreUnit(UnitOfWork unit) implements OpenUnit {
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
            unit.begin(method);
        }

        @Override
        public void commit() {
            unit.commit();
        }

        @Override
        public void close() {
            unit.close();
        }
    }

    /** Collects the options. */
    public static final class Builder {
        private final DataSource dataSource;
        private StatementListener listener = StatementListener.NONE;
        private Duration commitTimeout = Duration.ofSeconds(10);

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        /** Who is told of every statement. */
        public Builder listener(StatementListener told) {
            this.listener = told;
            return this;
        }

        /**
         * How long the answer to COMMIT may take before its connection counts as lost and the outcome as unknown.
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

        /** Ends the building. */
        public StoreUnitOfWorkFactory build() {
            return new StoreUnitOfWorkFactory(this);
        }
    }
}
