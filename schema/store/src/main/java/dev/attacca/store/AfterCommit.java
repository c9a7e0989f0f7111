package dev.attacca.store;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a unit of work does once its commit is certain. Confined to the thread that runs the body.
 */
final class AfterCommit {
    private static final Logger LOG = LoggerFactory.getLogger(AfterCommit.class);

    private final String call;
    private final List<Runnable> actions = new ArrayList<>(1);
    private boolean certain;

    AfterCommit(String call) {
        this.call = call;
    }

    void add(Runnable action) {
        actions.add(action);
    }

    /** Everything that was written is visible. */
    void committed() {
        certain = true;
    }

    /** Runs them in order, each once, if the commit is certain. */
    void run() {
        if (!certain) {
            return;
        }
        List<Runnable> due = List.copyOf(actions);
        actions.clear();
        for (Runnable action : due) {
            try {
                action.run();
            } catch (Exception | StackOverflowError | LinkageError | AssertionError thrown) {
                // The call is done and must not look otherwise.
                LOG.warn("{}: what it does after its commit failed; mend the action, the commit stays", call, thrown);
            }
        }
    }
}
