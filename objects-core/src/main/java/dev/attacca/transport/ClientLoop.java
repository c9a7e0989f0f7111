package dev.attacca.transport;

import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The event loop of a client, driven by the callers that wait for answers on it: one of them at a time sends, receives, and
 * completes the others' calls on the way, so that a call alone passes no other thread. Whoever has its answer hands the
 * driving over to another that waits.
 *
 * <p>The keeper, a thread of its own, drives where no caller should: for calls that nobody waits for, on behalf of virtual
 * threads (whose carriers a wait for sockets would hold), among a crowd (where each hand-over would be a pause for all), and
 * when the loop has lain idle for a while, so that timers, drains and ends of connections are noticed.
 *
 * <p>Thread safety: safe for use by many threads, except what says that it is for the driver.
 */
final class ClientLoop {
    /** From how many waiting callers on the keeper drives. */
    private static final int CROWD = 4;

    /** So many turns without a crowd let the keeper step aside again. */
    private static final int CALM_TURNS = 32;

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final DrivenLoop loop = new DrivenLoop(null, NioIoHandler.newFactory());
    private final Thread keeper = Threads.platform("attacca-io-").newThread(this::keep);
    private final AtomicBoolean keeperCalled = new AtomicBoolean();

    // The driver's, all of them.
    private @Nullable PendingCall firstWaiting;
    private int waiting;
    private int open;
    private boolean crowded;
    private int calmTurns;
    private int driven;

    /** Written by drivers, read by the keeper, who compares it with what it saw before. */
    private volatile int turns;

    ClientLoop() {
        loop.caretaker(this::callKeeper);
        keeper.start();
    }

    /** The loop itself. */
    DrivenLoop loop() {
        return loop;
    }

    /**
     * Sends a call whose waiter is the calling thread, and waits for its end.
     *
     * @throws TimeoutException at its deadline
     * @throws InterruptedException when the thread was interrupted, before or meanwhile
     */
    PendingCall.End exchange(ClientLink link, PendingCall call) throws InterruptedException, TimeoutException {
        boolean mayDrive = Threads.mayDrive(Thread.currentThread());
        call.waiter = Thread.currentThread();
        call.waiterMayDrive = mayDrive;
        if (mayDrive && !Thread.currentThread().isInterrupted() && loop.tryDrive()) {
            try {
                link.offerAsDriver(call);
                drive(call);
            } finally {
                handOver();
            }
        } else {
            link.offer(call);
        }
        while (true) {
            if (call.isDone()) {
                return call.join();
            }
            long left = call.deadline.remainingNanos();
            boolean interrupted = Thread.interrupted();
            if (interrupted || left <= 0) {
                // Perhaps it was this thread that should have driven next.
                callKeeperIfNobodyDrives();
                if (interrupted) {
                    throw new InterruptedException();
                }
                throw new TimeoutException();
            }
            if (mayDrive && call.chosen && loop.tryDrive()) {
                try {
                    drive(call);
                } finally {
                    handOver();
                }
            } else {
                LockSupport.parkNanos(this, left);
            }
        }
    }

    /** For the driver: a call was handed over. */
    void opened(PendingCall call) {
        open++;
        if (call.waiterMayDrive) {
            call.next = firstWaiting;
            if (firstWaiting != null) {
                firstWaiting.previous = call;
            }
            firstWaiting = call;
            call.listed = true;
            waiting++;
            if (waiting >= CROWD) {
                crowded = true;
                calmTurns = 0;
            }
        }
    }

    /** For the driver: a call has ended. */
    void ended(PendingCall call) {
        open--;
        nobodyWaits(call);
        Thread waiter = call.waiter;
        if (waiter != null && waiter != Thread.currentThread()) {
            LockSupport.unpark(waiter);
        }
    }

    /** For the driver: whoever waited for the call does so no more. */
    void nobodyWaits(PendingCall call) {
        if (!call.listed) {
            return;
        }
        call.listed = false;
        waiting--;
        if (call.previous == null) {
            firstWaiting = call.next;
        } else {
            call.previous.next = call.next;
        }
        if (call.next != null) {
            call.next.previous = call.previous;
        }
        call.previous = null;
        call.next = null;
    }

    private void drive(PendingCall call) {
        turns = ++driven;
        while (!call.isDone() && !loop.isTerminated()) {
            long left = call.deadline.remainingNanos();
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                return;
            }
            loop.runOnce(left);
        }
    }

    /** For the driver: lets go, and sees to it that somebody drives who is needed. */
    private void handOver() {
        PendingCall next = waiting > 0 && waiting == open && !crowded ? successor() : null;
        boolean keeperNeeded = next == null && open > 0;
        loop.letGo();
        if (next != null) {
            next.chosen = true;
            LockSupport.unpark(next.waiter);
        } else if (keeperNeeded) {
            callKeeper();
        }
    }

    private @Nullable PendingCall successor() {
        for (PendingCall call = firstWaiting; call != null; call = call.next) {
            if (call.waits()) {
                return call;
            }
        }
        return null;
    }

    private void callKeeper() {
        if (!keeperCalled.get() && keeperCalled.compareAndSet(false, true)) {
            LockSupport.unpark(keeper);
        }
    }

    private void callKeeperIfNobodyDrives() {
        if (!loop.driven()) {
            callKeeper();
        }
    }

    private void keep() {
        while (!loop.isTerminated()) {
            int seen = turns;
            if (!keeperCalled.get()) {
                LockSupport.parkNanos(this, TICK_NANOS);
            }
            boolean called = keeperCalled.getAndSet(false);
            if ((called || turns == seen) && loop.tryDrive()) {
                try {
                    do {
                        loop.runOnce(DrivenLoop.FOREVER);
                        // Whoever interrupts this thread means nothing by it, and would keep it from waiting.
                        var unused = Thread.interrupted();
                    } while (!mayStepAside() && !loop.isTerminated());
                } finally {
                    handOver();
                }
            }
        }
    }

    private boolean mayStepAside() {
        if (open != waiting || waiting == 0) {
            return false;
        }
        if (crowded && waiting < CROWD && ++calmTurns >= CALM_TURNS) {
            crowded = false;
        }
        return !crowded && successor() != null;
    }
}
