package dev.attacca.benchmarks.stored.subject;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.cfg.JdbcSettings;
import org.jspecify.annotations.Nullable;

/**
 * Hibernate: a session for each piece of work, as it must be. What is only read or only written goes through a stateless
 * session, which has less to do; what is loaded and changed through one that finds out by itself what changed.
 */
final class HibernateSubject implements Subject {
    @Override
    public Set<Operation> operations() {
        return Set.of(Operation.FIND, Operation.UPDATE, Operation.LOAD_AND_UPDATE);
    }

    private static SessionFactory over(DataSource connections) {
        Configuration configuration = new Configuration().addAnnotatedClass(InstanceEntity.class);
        configuration.getProperties().put(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, connections);
        return configuration.buildSessionFactory();
    }

    @Override
    public Session open(DataSource connections) {
        return new HibernateSession(over(connections));
    }

    private record HibernateSession(SessionFactory sessions) implements Session {
        @Override
        public Task task(Operation operation, Share share) {
            UUID[] keys = Share.allKeys();
            List<UUID> own = share.keys();
            return switch (operation) {
                case FIND -> () -> find(Share.anyKey(keys));
                case UPDATE -> new Update(sessions, detached(own));
                case LOAD_AND_UPDATE -> new LoadAndUpdate(sessions, own);
                default -> throw new IllegalArgumentException(operation.word());
            };
        }

        private void find(UUID key) {
            @Nullable
            InstanceEntity found = sessions.fromStatelessSession(session -> session.get(InstanceEntity.class, key));
            if (found == null) {
                throw Held.stale(key);
            }
            found.check(key);
        }

        private List<InstanceEntity> detached(List<UUID> keys) {
            return sessions.fromStatelessSession(session ->
                    new ArrayList<>(session.createQuery("from InstanceEntity where uuid in :keys", InstanceEntity.class)
                            .setParameter("keys", keys)
                            .list()));
        }

        @Override
        public void close() {
            sessions.close();
        }
    }

    private static final class Update implements Task {
        private final SessionFactory sessions;
        private final List<InstanceEntity> all;
        private int next;

        Update(SessionFactory sessions, List<InstanceEntity> all) {
            this.sessions = sessions;
            this.all = all;
        }

        @Override
        public void run() {
            next = next + 1 == all.size() ? 0 : next + 1;
            InstanceEntity entity = all.get(next);
            entity.resize();
            sessions.inStatelessTransaction(session -> session.update(entity));
        }
    }

    private static final class LoadAndUpdate implements Task {
        private final SessionFactory sessions;
        private final List<UUID> keys;
        private int next;

        LoadAndUpdate(SessionFactory sessions, List<UUID> keys) {
            this.sessions = sessions;
            this.keys = keys;
        }

        @Override
        public void run() {
            next = next + 1 == keys.size() ? 0 : next + 1;
            UUID key = keys.get(next);
            sessions.inTransaction(session -> {
                InstanceEntity found = session.find(InstanceEntity.class, key);
                if (found == null) {
                    throw Held.stale(key);
                }
                found.resize();
            });
        }
    }
}
