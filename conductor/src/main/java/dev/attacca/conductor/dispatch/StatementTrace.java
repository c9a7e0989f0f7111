package dev.attacca.conductor.dispatch;

import dev.attacca.store.StatementListener;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the statements of the call that runs on a thread. The store tells it, the dispatcher asks it.
 *
 * <p>Thread safety: safe for use by several threads, each with its own call.
 */
public final class StatementTrace implements StatementListener {
    @SuppressWarnings("ThreadLocalUsage") // One trace per dispatcher; a value lives only while its call runs.
    private final ThreadLocal<@Nullable List<Run>> running = new ThreadLocal<>();

    @Override
    public void ran(Run run) {
        List<Run> runs = running.get();
        if (runs != null) {
            runs.add(run);
        }
    }

    void begin() {
        running.set(new ArrayList<>());
    }

    List<Run> end() {
        List<Run> runs = running.get();
        running.remove();
        return runs == null ? List.of() : runs;
    }
}
