package dev.attacca.object;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A class that knows when its objects were stored. Both fields become tracked fields of the class without being declared
 * again; a store that knows them writes them, nobody else does.
 */
public interface Timestamped {
    /** When its row was written first; null while there is none. */
    @Nullable
    Instant getCreatedAt();

    /** When its row was written last; null while it was only inserted. */
    @Nullable
    Instant getUpdatedAt();
}
