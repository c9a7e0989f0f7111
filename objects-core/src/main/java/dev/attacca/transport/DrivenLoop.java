package dev.attacca.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An event loop without a thread of its own: whoever has use for it drives it, one thread at a time.
 *
 * <p>A thread becomes the driver by {@link #tryDrive}, calls {@link #runOnce} as often as it likes, and lets go by {@link
 * #letGo}. Between the two it <em>is</em> the event loop; what it did then is seen by the next driver. Nothing of Netty is on
 * the stack when the driver changes. While nobody drives, nothing happens: sockets, timers and tasks wait. Therefore the
 * caretaker is called whenever a task is left with nobody to run it; idle sockets and timers are its business as well.
 *
 * <p>After {@link #shutdownGracefully} the next turn of whoever drives ends the loop.
 *
 * <p>Thread safety: safe for use by many threads, except what says that it is for the driver.
 */
final class DrivenLoop extends AbstractScheduledEventExecutor implements IoEventLoop {
    /** No limit to the waiting. */
    static final long FOREVER = Long.MAX_VALUE;

    /** How long one turn of a loop that is shutting down may wait for late tasks. */
    private static final long LATE_TASK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final @Nullable IoEventLoopGroup parent;
    private final IoHandler handler;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Thread> driver = new AtomicReference<>();
    private final LoopEnd end = new LoopEnd();
    private final Waiting waiting = new Waiting();
    private volatile Runnable caretaker = DrivenLoop::nothing;
    private volatile boolean asleep;
    private boolean initialized;

    /** A loop of a group, or by itself. */
    DrivenLoop(@Nullable IoEventLoopGroup parent, IoHandlerFactory factory) {
        this.parent = parent;
        this.handler = factory.newHandler(this);
    }

    /**
     * Who is told when a task waits and nobody drives. Called by any thread, again and again; must be quick and see to it
     * that somebody drives soon.
     */
    void caretaker(Runnable called) {
        caretaker = called;
    }

    /** Makes the calling thread the driver; false when there is one already, or the loop has ended. */
    boolean tryDrive() {
        if (driver.get() != null || end.over() || !driver.compareAndSet(null, Thread.currentThread())) {
            return false;
        }
        if (end.over()) {
            // It ended between the two looks.
            driver.set(null);
            return false;
        }
        return true;
    }

    /** Whether somebody drives. */
    boolean driven() {
        return driver.get() != null;
    }

    /** Whether a task waits. */
    boolean hasTasks() {
        return !tasks.isEmpty();
    }

    /**
     * For the driver: does what the sockets have brought, then runs the tasks that are due. Waits if there is neither, and
     * returns early when a task comes or the thread is interrupted, whose interruption stays visible. Never waits after a
     * task was run: it may have been what the driver was waiting for.
     *
     * @param waitNanos the longest wait, 0 for none; the clock behind it ticks in milliseconds
     */
    void runOnce(long waitNanos) {
        if (!initialized) {
            initialized = true;
            handler.initialize();
        }
        if (end.begun()) {
            goOnEnding();
            return;
        }
        waiting.nanos = waitNanos;
        if (waitNanos > 0) {
            // Before the tasks are looked at for the last time (in canBlock): whoever adds one after that look wakes
            // us.
            asleep = true;
        }
        try {
            handler.run(waiting);
        } finally {
            asleep = false;
        }
        runTasks();
    }

    /** For the driver: lets another thread drive. What is left to do is the caretaker's. */
    void letGo() {
        letGoBriefly();
        // After it: whoever added a task before saw a driver, and told nobody.
        if (!tasks.isEmpty()) {
            caretaker.run();
        }
    }

    /** For the driver that comes back at once, or has told somebody: lets another thread drive. */
    void letGoBriefly() {
        driver.set(null);
    }

    /** For the driver: runs the tasks that are due. */
    void runTasks() {
        var unused = fetchFromScheduledTaskQueue(tasks);
        Runnable task = tasks.poll();
        if (task == null) {
            return;
        }
        // Only as many as are there now would be fairer to sockets, but tasks here are few and short.
        for (; task != null; task = tasks.poll()) {
            safeExecute(task);
        }
        if (end.begun()) {
            end.ran(ticker().nanoTime());
        }
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return driver.get() == thread;
    }

    @Override
    public void execute(Runnable task) {
        add(task);
        if (!inEventLoop()) {
            haveItDriven();
        }
    }

    private void add(Runnable task) {
        boolean mine = inEventLoop();
        if (end.closed() && !mine) {
            throw new RejectedExecutionException("event loop: ended (expected: running)");
        }
        tasks.add(task);
        if (!mine && end.closed() && tasks.remove(task)) {
            throw new RejectedExecutionException("event loop: ended (expected: running)");
        }
    }

    /** As {@link #execute}, by one who sees to it that somebody drives: the caretaker is not called. */
    void executeWhenDriven(Runnable task) {
        add(task);
        wakeIfAsleep();
    }

    private void wakeIfAsleep() {
        if (asleep) {
            asleep = false;
            handler.wakeup();
        }
    }

    /** After a task was added: wakes the driver if it waits, and calls the caretaker if there is none. */
    private void haveItDriven() {
        if (driver.get() == null) {
            caretaker.run();
        } else {
            wakeIfAsleep();
        }
    }

    @Override
    public Future<IoRegistration> register(IoHandle handle) {
        Promise<IoRegistration> promise = newPromise();
        if (inEventLoop()) {
            register(handle, promise);
        } else {
            execute(() -> register(handle, promise));
        }
        return promise;
    }

    private void register(IoHandle handle, Promise<IoRegistration> promise) {
        try {
            promise.setSuccess(handler.register(handle));
        } catch (Exception e) {
            promise.setFailure(e);
        }
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel) {
        return register(channel, new DefaultChannelPromise(channel, this));
    }

    @Override
    @Deprecated
    public ChannelFuture register(ChannelPromise promise) {
        return register(promise.channel(), promise);
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.unsafe().register(this, promise);
        return promise;
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return handler.isCompatible(type);
    }

    @Override
    public boolean isIoType(Class<? extends IoHandler> type) {
        return handler.getClass().equals(type);
    }

    @Override
    public @Nullable IoEventLoopGroup parent() {
        return parent;
    }

    @Override
    public IoEventLoop next() {
        return this;
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        if (end.begin(quietPeriod, timeout, unit)) {
            // A task for whoever drives. Not by execute: the loop may have ended already, and would refuse it.
            tasks.add(DrivenLoop::nothing);
            haveItDriven();
        }
        return end.whenOver();
    }

    @Override
    @Deprecated
    public void shutdown() {
        var unused = shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    private static void nothing() {
        // What comes of it is that somebody looks.
    }

    /** As far as possible without waiting for long: closes the channels, lets late tasks run, ends. */
    private void goOnEnding() {
        end.noticed(ticker().nanoTime());
        cancelScheduledTasks();
        handler.prepareToDestroy();
        runTasks();
        long left = end.left(ticker().nanoTime());
        if (left > 0) {
            LockSupport.parkNanos(this, Math.min(left, LATE_TASK_NANOS));
            return;
        }
        end.close();
        handler.destroy();
        // What came before it was seen to be closed; nothing comes after that.
        runTasks();
        end.complete();
    }

    @Override
    public boolean isShuttingDown() {
        return end.begun();
    }

    @Override
    public boolean isShutdown() {
        return end.closed();
    }

    @Override
    public boolean isTerminated() {
        return end.over();
    }

    @Override
    public Future<?> terminationFuture() {
        return end.whenOver();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return end.whenOver().await(timeout, unit);
    }

    /** How long the driver may wait for its sockets. Confined to the driver. */
    private final class Waiting implements IoHandlerContext {
        private long nanos;

        @Override
        public boolean canBlock() {
            // Asked again right after each wait, which an interrupt ends: so the handler stops there, and does not
            // clear it.
            return nanos > 0
                    && tasks.isEmpty()
                    && !dueAlready()
                    && !Thread.currentThread().isInterrupted();
        }

        @Override
        public long delayNanos(long now) {
            return Math.min(nanos, DrivenLoop.this.delayNanos(now, nanos));
        }

        @Override
        public long deadlineNanos() {
            long next = nextScheduledTaskDeadlineNanos();
            if (nanos == FOREVER) {
                return next;
            }
            long end = ticker().nanoTime() + nanos;
            return next == -1 || end < next ? end : next;
        }

        private boolean dueAlready() {
            long next = nextScheduledTaskDeadlineNanos();
            return next != -1 && next - ticker().nanoTime() <= 0;
        }
    }
}
