package dev.attacca.object;

import org.jspecify.annotations.Nullable;

/**
 * An object, with all it reaches, bound to another context until this is closed: for one call as an administrator, or one
 * look at deleted rows.
 *
 * <pre>{@code
 * try (AlternateContext all = instance.alternateContext(context.withReadDeleted(ReadDeleted.YES))) {
 *     instance.refresh();
 * }
 * }</pre>
 *
 * <p>Thread safety: confined to one thread at a time, like the object.
 */
public final class AlternateContext implements AutoCloseable {
    private final VersionedObject root;
    private final ObjectContext other;
    private final ObjectSet bound;
    private final @Nullable ObjectContext[] before;
    private boolean closed;

    AlternateContext(VersionedObject root, ObjectContext other) {
        if (other.factory().type(root.type().javaType()) != root.type()) {
            throw new IllegalArgumentException("context: of a registry with another "
                    + root.type().name() + " (expected: one with the object's own class)");
        }
        this.root = root;
        this.other = other;
        this.bound = Nested.reachable(root);
        this.before = new @Nullable ObjectContext[bound.size()];
        for (int i = 0; i < before.length; i++) {
            before[i] = bound.get(i).context;
            bound.get(i).context = other;
        }
    }

    /** The context that holds until this is closed. */
    public ObjectContext context() {
        return other;
    }

    /**
     * Gives every object its own context back. What the object reaches newly, such as a field that was fetched meanwhile, gets
     * the object's own. A second close does nothing.
     *
     * @throws IllegalStateException if a scope that was opened within this one is still open
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (root.context != other) {
            throw new IllegalStateException(root.type().name()
                    + ": its context is another one's by now (expected: scopes closed in the opposite order); use try");
        }
        closed = true;
        ObjectSet now = Nested.reachable(root);
        for (int i = 0; i < now.size(); i++) {
            if (now.get(i).context == other) {
                now.get(i).context = before[0];
            }
        }
        for (int i = 0; i < before.length; i++) {
            bound.get(i).context = before[i];
        }
    }
}
