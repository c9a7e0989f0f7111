package dev.attacca.object;

import org.jspecify.annotations.Nullable;

/**
 * The unit of work that is open for the contexts of one request.
 *
 * <p>Thread safety: confined to one thread at a time, like the contexts.
 */
final class CurrentUnit {
    ObjectContext.@Nullable UnitServices services;

    /** Opens or closes; returns what was there before. */
    ObjectContext.@Nullable UnitServices enter(ObjectContext.@Nullable UnitServices entered) {
        ObjectContext.UnitServices before = services;
        services = entered;
        if (before == null && entered != null) {
            CallingThread.current().opened(this);
        } else if (before != null && entered == null) {
            CallingThread.current().closed(this);
        }
        return before;
    }
}
