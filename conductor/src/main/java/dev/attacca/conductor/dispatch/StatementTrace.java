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
    @SuppressWarnings("ThreadLocalUsage") // One trace per dispatcher; between calls a thread keeps an empty one.
    private final ThreadLocal<Running> running = ThreadLocal.withInitial(Running::new);

    /** What a thread is doing. */
    private static final class Running {
        private boolean call;
        private @Nullable List<Run> runs;
    }

    @Override
    public void ran(Run run) {
        Running here = running.get();
        if (here.call) {
            List<Run> runs = here.runs;
            if (runs == null) {
                runs = new ArrayList<>();
                here.runs = runs;
            }
            runs.add(run);
        }
    }

    void begin() {
        Running here = running.get();
        here.call = true;
        here.runs = null;
    }

    List<Run> end() {
        Running here = running.get();
        List<Run> runs = here.runs;
        here.call = false;
        here.runs = null;
        return runs == null ? List.of() : List.copyOf(runs);
    }
}
