package dev.attacca.object;

import org.jspecify.annotations.Nullable;

/**
 * On whose behalf, and under which conditions, a request runs. Travels with every call. Immutable.
 *
 * @param requestId names the request in every log it touches, by default one that its {@link Origin} counts
 * @param userId who asked, or {@code null} for the service itself
 * @param projectId the project that owns the request, or {@code null}
 * @param readDeleted which soft-deleted rows it sees
 * @param admin whether it acts for the service rather than for its user. The caller claims it, as it claims the user; neither
 *     proves anything, so a conductor must not allow by it what it would not allow the calling process itself
 * @param deadline when the whole request must be answered, or {@code null}: each call then gets the caller's default
 */
public record RequestContext(
        String requestId,
        @Nullable String userId,
        @Nullable String projectId,
        ReadDeleted readDeleted,
        boolean admin,
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
        if (value.isEmpty() || value.length() > LONGEST || !printable(value)) {
            throw new IllegalArgumentException(name + ": " + value.length() + " characters (expected: 1 to " + LONGEST
                    + " printable ASCII, no spaces)");
        }
    }

    private static boolean printable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= 0x20 || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** A new request of the service itself: no user, no project, live rows only, no administrator, no deadline. */
    public static RequestContext create() {
        return new RequestContext(Origin.own().nextRequest(), null, null, ReadDeleted.NO, false, null);
    }

    /** The same request on behalf of a user in a project. */
    public RequestContext onBehalfOf(@Nullable String user, @Nullable String project) {
        return new RequestContext(requestId, user, project, readDeleted, admin, deadline);
    }

    /** The same request, seeing other rows. */
    public RequestContext withReadDeleted(ReadDeleted mode) {
        return new RequestContext(requestId, userId, projectId, mode, admin, deadline);
    }

    /** The same request for the same user, acting as an administrator: see {@link #admin()}. */
    public RequestContext elevated() {
        return new RequestContext(requestId, userId, projectId, readDeleted, true, deadline);
    }

    /** The same request, to be answered by a deadline. */
    public RequestContext withDeadline(Deadline until) {
        return new RequestContext(requestId, userId, projectId, readDeleted, admin, until);
    }
}
