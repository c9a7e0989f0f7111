package dev.attacca.object;

import dev.attacca.error.OrphanedObjectException;
import org.jspecify.annotations.Nullable;

/**
 * What versioned objects and queries share: a context, and remotables that ask it where they run.
 *
 * <p>Thread safety: confined to one thread at a time, like its context.
 */
public abstract sealed class ContextBound permits VersionedObject, ObjectQuery {
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

    abstract String typeName();

    abstract RemotableMethod remotable(int index);

    /** For generated code: whether a remotable must go through the indirection rather than run its body here and now. */
    protected final boolean attaccaElsewhere() {
        ObjectContext bound = context;
        return bound == null || !bound.insideUnit();
    }

    /** For generated code: performs a remotable through the context's indirection. */
    protected final @Nullable Object attaccaCall(int method, @Nullable Object[] arguments) {
        return context().invoker().invoke(this, remotable(method), arguments);
    }
}
