package dev.attacca.sample;

import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What bodies ask: which concerts there are and which seats are taken. In memory; a real hall has a database here, and its units
 * of work are transactions.
 *
 * <p>Thread safety: safe for use by several threads.
 */
public final class Hall implements UnitOfWorkFactory {
    private static final int ROWS = 3;

    private final List<String> programme;
    private final Set<String> taken = new HashSet<>();

    /** A hall in which these concerts are given. */
    public Hall(String... programme) {
        this.programme = List.of(programme);
    }

    List<String> programme() {
        return programme;
    }

    int rows() {
        return ROWS;
    }

    /** Takes a seat; false if somebody has it. */
    synchronized boolean take(String concert, int row) {
        return taken.add(concert + " " + row);
    }

    @Override
    public OpenUnit open(ObjectContext context, RemotableMethod method) {
        return new OpenUnit() {
            @Override
            public <S> S service(Class<S> serviceType) {
                return serviceType.cast(Hall.this);
            }

            @Override
            public void commit() {
                // A seat is taken at once.
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }
}
