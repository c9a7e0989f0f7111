package dev.attacca.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Phaser;

/** Runs something on many threads, each a new one: virtual where the JDK has them, else of the platform. */
public final class CallerThreads {
    private static final int AT_ONCE = 200;
    private static final int FIRST_RELEASE_WITH_VIRTUAL_THREADS = 21;

    private CallerThreads() {}

    /** Runs it on so many threads, one after the other, and returns what each returned. */
    public static <T> List<T> oneByOne(int threads, Callable<T> task) throws Exception {
        List<T> returned = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            returned.add(started(task).get());
        }
        return returned;
    }

    /** Runs it on 200 threads that can wait for each other, and returns what each returned. */
    public static <T> List<T> atOnce(Together<T> task) throws Exception {
        Phaser all = new Phaser(AT_ONCE);
        List<FutureTask<T>> running = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            running.add(started(() -> task.run(all)));
        }
        List<T> returned = new ArrayList<>();
        for (FutureTask<T> each : running) {
            returned.add(each.get());
        }
        return returned;
    }

    /** What one of several threads does. */
    public interface Together<T> {
        /** Does it; waits for the others with {@link Phaser#arriveAndAwaitAdvance}. */
        T run(Phaser others) throws Exception;
    }

    private static <T> FutureTask<T> started(Callable<T> task) throws ReflectiveOperationException {
        FutureTask<T> running = new FutureTask<>(task);
        if (Runtime.version().feature() < FIRST_RELEASE_WITH_VIRTUAL_THREADS) {
            new Thread(running).start();
        } else {
            // Thread.startVirtualThread, written so that it compiles for Java 17.
            Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, running);
        }
        return running;
    }
}
