package dev.attacca.object;

import org.jspecify.annotations.Nullable;

/**
 * The class-level remotables of a versioned class: how its objects are found. Declared as a static abstract nested class;
 * obtained from a context by {@link ObjectContext#query(Class)}.
 *
 * <p>Thread safety: confined to one thread at a time, like its context.
 *
 * @param <T> the class whose objects it finds
 */
public abstract non-sealed class ObjectQuery<T extends VersionedObject> extends ContextBound {
    private @Nullable QueryType<?> type;

    /** For the generated subclass. */
    protected ObjectQuery() {}

    final void initialize(QueryType<?> queryType, ObjectContext objectContext) {
        this.type = queryType;
        this.context = objectContext;
    }

    final QueryType<?> type() {
        QueryType<?> known = type;
        if (known == null) {
            throw new IllegalStateException(
                    getClass().getName() + " was not made by a context (use context.query(...))");
        }
        return known;
    }

    @Override
    final String typeName() {
        return type().owner() + ".Query";
    }

    @Override
    final RemotableMethod remotable(int index) {
        return type().remotables().get(index);
    }
}
