package dev.attacca.transport;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How long the calls of each method took so far, over all connections of a server.
 *
 * <p>Thread safety: safe for use by many threads.
 */
final class MethodTimes {
    private final long quickNanos;
    private final Map<Object, RunTimes> times = new ConcurrentHashMap<>();

    /** Of methods whose runs are short when they take less than that. */
    MethodTimes(Duration quickRun) {
        this.quickNanos = quickRun.toNanos();
    }

    /** Those of a method, by what its session calls it; null where it is not known which method that is. */
    @Nullable
    RunTimes of(@Nullable Object method) {
        if (method == null) {
            return null;
        }
        RunTimes known = times.get(method);
        return known == null ? times.computeIfAbsent(method, unseen -> new RunTimes(quickNanos)) : known;
    }
}
