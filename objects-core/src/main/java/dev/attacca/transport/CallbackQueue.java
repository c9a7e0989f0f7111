package dev.attacca.transport;

import java.util.concurrent.LinkedBlockingQueue;

/**
 * What is to be run for callers that wait for futures. Who takes from it looks a few times before it sleeps, as long as that is
 * worth it: answers come in flocks, and to wake a thread takes longer than most callbacks do.
 *
 * <p>Thread safety: as its superclass.
 */
final class CallbackQueue extends LinkedBlockingQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    private static final int LOOKS = 20;

    private final transient Patience patience = new Patience();

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // Only how soon it is taken depends on the scheduler.
    public Runnable take() throws InterruptedException {
        if (patience.lasts()) {
            for (int i = 0; i < LOOKS; i++) {
                Runnable callback = poll();
                if (callback != null) {
                    patience.learned(true);
                    return callback;
                }
                Thread.yield();
            }
            patience.learned(false);
        }
        return super.take();
    }
}
