package dev.attacca.object;

import dev.attacca.error.OrphanedObjectException;
import org.jspecify.annotations.Nullable;

/**
 * What versioned objects and queries share: a context, and remotables that ask it where they run.
 *
 * <p>Thread safety: confined to one thread at a time, like its context.
 */
public abstract sealed class ContextBound permits TrackedFields, ObjectQuery {
    @Nullable
    ObjectContext context;

    ContextBound() {}

    /**
     * Returns the context this is bound to.
     *
     * @throws OrphanedObjectException if it has none
     */
    public final ObjectContext context() {
        ObjectContext bound = context;
        if (bound == null) {
            throw new OrphanedObjectException(
                    typeName()
                            + ": no context (expected: an object made by context.create(...) or returned by a query); bind it first");
        }
        return bound;
    }

    /** For generated code: another instance of the generated subclass, bound to nothing yet. */
    protected ContextBound attaccaNew() {
        throw new IllegalStateException(
                getClass().getName() + " was not made by a context (expected: a generated subclass)");
    }

    /** For generated code: calls a remotable by its position. */
    protected @Nullable Object attaccaInvoke(int remotable, @Nullable Object[] arguments) throws Throwable {
        throw new IllegalArgumentException(getClass().getName() + ": no remotable " + remotable);
    }

    abstract String typeName();

    abstract RemotableMethod remotable(int index);
}
