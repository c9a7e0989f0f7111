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

    private final transient Patience patience = new Patience();

    @Override
    public Runnable take() throws InterruptedException {
        if (patience.lasts()) {
            for (int i = 0; i < Patience.LOOKS; i++) {
                Runnable callback = poll();
                if (callback != null) {
                    patience.learned(true);
                    return callback;
                }
                Patience.giveWay();
            }
            patience.learned(false);
        }
        return super.take();
    }
}
