package dev.attacca.compute;

import dev.attacca.error.ConflictException;
import dev.attacca.error.DomainException;
import dev.attacca.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * A project would use more than its quotas allow; nothing was counted. Callers of releases before it see a
 * {@link ConflictException} with the same message and facts.
 */
@ErrorCode(value = QuotaExceededException.CODE, refines = ConflictException.CODE)
public final class QuotaExceededException extends DomainException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "QUOTA_EXCEEDED";

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param project whose quotas
     * @param resource the field that counts what is used, such as {@code usedCores}
     * @param used how much is used
     * @param requested how much more was asked for
     * @param limit how much may be used
     */
    public QuotaExceededException(String project, String resource, long used, long requested, long limit) {
        super(
                "Quotas " + project + ": " + resource + " " + used + " + " + requested + " (expected: " + resource
                        + " at most " + limit + "); give something back, or ask for a higher limit",
                details(
                        ConflictException.ENTITY,
                        "Quotas " + project,
                        ConflictException.EXPECTED,
                        resource + " at most " + limit,
                        ConflictException.ACTUAL,
                        resource + " " + used + " + " + requested,
                        "resource",
                        resource,
                        "used",
                        used,
                        "requested",
                        requested,
                        "limit",
                        limit),
                null);
    }

    QuotaExceededException(Received received) {
        super(received);
    }

    /** The field that counts what is used, such as {@code usedCores}; or null if the conductor did not say. */
    public @Nullable String resource() {
        return text("resource");
    }

    /** How much is used; or null if the conductor did not say. */
    public @Nullable Long used() {
        return number("used");
    }

    /** How much more was asked for; or null if the conductor did not say. */
    public @Nullable Long requested() {
        return number("requested");
    }

    /** How much may be used; or null if the conductor did not say. */
    public @Nullable Long limit() {
        return number("limit");
    }
}
