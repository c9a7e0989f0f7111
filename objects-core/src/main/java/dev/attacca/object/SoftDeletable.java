package dev.attacca.object;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A class whose deleted rows stay, marked. The field becomes a tracked field of the class without being declared again. */
public interface SoftDeletable {
    /** When it was deleted, or {@code null} while it lives. */
    @Nullable
    Instant getDeletedAt();

    /** Whether the object is known to be deleted. */
    default boolean deleted() {
        return getDeletedAt() != null;
    }
}
