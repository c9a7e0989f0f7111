package dev.attacca.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs what users hang on to futures: by the executor that they gave, or by the client's own threads, but never on an event
 * loop. What an executor refuses, or runs in place by the thread that drives, goes to the client's own threads.
 *
 * <p>Thread safety: safe for use by many threads.
 */
final class Callbacks implements Executor {
    private final @Nullable Executor given;
    private final Executor own;
    private final DrivenLoop loop;

    /** What ends a future. */
    interface Callback extends Runnable {
        /** Called instead: it could not be run. */
        void refused(Throwable why);
    }

    Callbacks(@Nullable Executor given, Executor own, DrivenLoop loop) {
        this.given = given;
        this.own = own;
        this.loop = loop;
    }

    void run(Callback callback) {
        if (given == null) {
            own(callback, callback);
            return;
        }
        try {
            given.execute(() -> {
                if (loop.inEventLoop()) {
                    own(callback, callback);
                } else {
                    callback.run();
                }
            });
        } catch (Throwable refused) {
            // Throwable: an executor of the user's may throw anything, and the event loop that told us goes on.
            own(() -> callback.refused(refused), callback);
        }
    }

    private void own(Runnable task, Callback callback) {
        try {
            own.execute(task);
        } catch (RejectedExecutionException ended) {
            // Nobody drives any more.
            callback.refused(ended);
        }
    }

    /** Runs a task even if the given executor refuses it. */
    @Override
    public void execute(Runnable task) {
        run(new Callback() {
            @Override
            public void run() {
                task.run();
            }

            @Override
            public void refused(Throwable why) {
                task.run();
            }
        });
    }
}
