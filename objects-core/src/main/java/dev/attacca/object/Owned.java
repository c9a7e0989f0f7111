package dev.attacca.object;

import org.jspecify.annotations.Nullable;

/**
 * A class whose objects belong to somebody. Both fields become tracked fields of the class without being declared again; a class
 * whose users are always known may narrow {@link #getUserId()} to a value that is never null.
 */
public interface Owned {
    /** The project that owns it. */
    String getProjectId();

    /** The user who asked for it, or null if it was the service itself. */
    @Nullable
    String getUserId();

    /** Whether a request is made for the project that owns it. */
    default boolean ownedBy(RequestContext request) {
        return getProjectId().equals(request.projectId());
    }
}
