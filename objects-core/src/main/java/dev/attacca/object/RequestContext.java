package dev.attacca.object;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf, and under which conditions, a request runs. Travels with every call. Immutable.
 *
 * @param requestId names the request in every log it touches, {@code req-} and a UUID by default
 * @param userId who asked, or {@code null} for the service itself
 * @param projectId the project that owns the request, or {@code null}
 * @param readDeleted which soft-deleted rows it sees
 * @param deadline when the whole request must be answered, or {@code null}: each call then gets the caller's default
 */
public record RequestContext(
        String requestId,
        @Nullable String userId,
        @Nullable String projectId,
        ReadDeleted readDeleted,
        @Nullable Deadline deadline) {
    private static final int LONGEST = 255;

    public RequestContext {
        check("requestId", requestId);
        check("userId", userId);
        check("projectId", projectId);
    }

    private static void check(String name, @Nullable String value) {
        if (value == null) {
            return;
        }
        boolean printable = value.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        if (value.isEmpty() || value.length() > LONGEST || !printable) {
            throw new IllegalArgumentException(name + ": " + value.length() + " characters (expected: 1 to " + LONGEST
                    + " printable ASCII, no spaces)");
        }
    }

    /** A new request of the service itself: no user, no project, live rows only, no deadline. */
    public static RequestContext create() {
        return new RequestContext("req-" + UUID.randomUUID(), null, null, ReadDeleted.NO, null);
    }

    /** The same request on behalf of a user in a project. */
    public RequestContext onBehalfOf(@Nullable String user, @Nullable String project) {
        return new RequestContext(requestId, user, project, readDeleted, deadline);
    }

    /** The same request, seeing other rows. */
    public RequestContext withReadDeleted(ReadDeleted mode) {
        return new RequestContext(requestId, userId, projectId, mode, deadline);
    }

    /** The same request, to be answered by a deadline. */
    public RequestContext withDeadline(Deadline until) {
        return new RequestContext(requestId, userId, projectId, readDeleted, until);
    }
}
