package dev.attacca.transport;

import dev.attacca.error.Outcome;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loop of a client, driven by the callers that wait for answers on it: one of them at a time sends, receives, and
 * completes the others' calls on the way, so that a call passes no other thread.
 *
 * <p>A caller first looks for its answer a few times, giving its processor to others in between: it takes less than to be put
 * to sleep and woken where answers come soon. Who looks drives if nobody does, but not while somebody has an answer and has
 * not come for it yet: who has its answer is likely to call again, and what was called meanwhile is sent together. Then
 * the caller sleeps, or drives and sleeps in the selector.
 *
 * <p>While there are calls, somebody is always responsible: the driver, everybody who looks, everybody who has an answer to
 * come for. Whoever stops being one of these sees to it that there is another, and wakes one that sleeps if there is none.
 *
 * <p>The keeper, a thread of its own, drives where no caller should: for calls that nobody waits for, on behalf of virtual
 * threads (whose carriers a wait for sockets would hold), and when the loop has lain idle for a while, so that timers, drains
 * and ends of connections are noticed.
 *
 * <p>Thread safety: safe for use by many threads, except what says that it is for the driver.
 */
final class ClientLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ClientLoop.class);

    /** How many of its looks a caller leaves to those that have not come for their answers. */
    private static final int COURTESIES = 2;

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final DrivenLoop loop = new DrivenLoop(null, NioIoHandler.newFactory());
    private final Thread keeper = Threads.platform("attacca-io-").newThread(this::keep);
    private final AtomicBoolean keeperCalled = new AtomicBoolean();
    private final Patience patience = new Patience();
    private final Patience keepersPatience = new Patience();

    /** Callers that look for their answers. */
    private final AtomicInteger looking = new AtomicInteger();

    /** Ended calls whose callers have not come for the end. */
    private final AtomicInteger unclaimed = new AtomicInteger();

    // The driver's, all of them.
    private @Nullable PendingCall firstWaiting;
    private int waiting;
    private int open;

    /** Counts calls that begin and end. */
    private int moves;

    private int driven;

    /** How many calls there were when the loop was last let go. */
    private volatile int leftOpen;

    /** Written by drivers, read by the keeper, who compares it with what it saw before. */
    private volatile int turns;

    private final AtomicInteger rescues = new AtomicInteger();

    ClientLoop() {
        loop.caretaker(this::callKeeper);
        keeper.start();
    }

    /** The loop itself. */
    DrivenLoop loop() {
        return loop;
    }

    /**
     * Whoever holds the event loop would wait for itself.
     *
     * @throws IllegalStateException if the calling thread does
     */
    void mustNotWait() {
        if (loop.inEventLoop()) {
            throw new IllegalStateException("blocking call: on the event loop by "
                    + Thread.currentThread().getName()
                    + " (expected: any other thread); call asynchronously here, or from an executor of your own");
        }
    }

    /** Sends a call whose waiter is the calling thread, and waits for its end. An interruption ends the wait and stays visible. */
    PendingCall.End exchange(ClientLink link, PendingCall call) {
        Thread caller = Thread.currentThread();
        call.waiter = caller;
        call.waiterMayDrive = Threads.mayDrive(caller);
        if (!call.waiterMayDrive) {
            link.offer(call);
            sleep(link, call);
            return call.join();
        }
        link.offerToDrivers(call);
        boolean told = false;
        boolean failed = true;
        try {
            if (patience.lasts() && !caller.isInterrupted()) {
                patience.learned(look(call));
            }
            told = call.isDone() || sleep(link, call);
            failed = false;
        } finally {
            if (told || (failed && !call.complete(new PendingCall.End.Interrupted(Outcome.UNKNOWN)))) {
                unclaimed.getAndDecrement();
            }
            haveItDriven();
        }
        return call.join();
    }

    /** For the driver: a call was handed over. */
    void opened(PendingCall call) {
        open++;
        moves++;
        if (call.waiterMayDrive) {
            call.next = firstWaiting;
            if (firstWaiting != null) {
                firstWaiting.previous = call;
            }
            firstWaiting = call;
            call.listed = true;
            waiting++;
        }
    }

    /** For the driver: there is nothing more to come for a call. */
    void closed(PendingCall call) {
        open--;
        moves++;
        nobodyWaits(call);
    }

    /** For the driver: ends the wait for a call; whether it was waited for until now. */
    boolean tell(PendingCall call, PendingCall.End end) {
        if (call.waiterMayDrive) {
            // Before: whoever comes for the end counts itself out.
            unclaimed.getAndIncrement();
        }
        boolean first = call.complete(end);
        if (!first && call.waiterMayDrive) {
            unclaimed.getAndDecrement();
        }
        Thread waiter = call.waiter;
        if (call.sleeps && waiter != Thread.currentThread()) {
            LockSupport.unpark(waiter);
        }
        return first;
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

    /** Waits for a short while, awake; whether the call has ended. */
    private boolean look(PendingCall call) {
        looking.getAndIncrement();
        try {
            int courtesies = 0;
            for (int i = 0; i < Patience.LOOKS && !call.isDone() && !call.deadline.passed(); i++) {
                if (unclaimed.get() > 0 && courtesies < COURTESIES) {
                    courtesies++;
                } else if (loop.tryDrive()) {
                    courtesies = 0;
                    driveAwake(call);
                }
                if (!call.isDone()) {
                    Patience.giveWay();
                }
            }
        } finally {
            looking.getAndDecrement();
        }
        return call.isDone();
    }

    private void driveAwake(PendingCall call) {
        turns = ++driven;
        try {
            loop.runTasks();
            if (!call.isDone()) {
                loop.runOnce(0);
            }
        } finally {
            leftOpen = open;
            loop.letGoBriefly();
        }
    }

    /** Waits asleep, or asleep as the driver: until somebody ends the call (true), or this thread by giving it up (false). */
    private boolean sleep(ClientLink link, PendingCall call) {
        // Before the call is looked at: whoever ends it after that wakes us.
        call.sleeps = true;
        while (!call.isDone()) {
            long left = call.deadline.remainingNanos();
            if (Thread.currentThread().isInterrupted()) {
                return !call.complete(new PendingCall.End.Interrupted(link.withdraw(call)));
            }
            if (left <= 0) {
                return !call.complete(new PendingCall.End.TimedOut(link.withdraw(call)));
            }
            if (call.waiterMayDrive && loop.tryDrive()) {
                drive(call);
            } else {
                LockSupport.parkNanos(this, left);
            }
        }
        return true;
    }

    private void drive(PendingCall call) {
        turns = ++driven;
        try {
            long left = call.deadline.remainingNanos();
            while (!call.isDone() && left > 0 && !Thread.currentThread().isInterrupted() && !loop.isTerminated()) {
                loop.runOnce(left);
                left = call.deadline.remainingNanos();
            }
        } finally {
            letGo();
        }
    }

    private void letGo() {
        leftOpen = open;
        loop.letGoBriefly();
        haveItDriven();
    }

    /** Wakes somebody to drive if that is needed and nobody is awake who will. */
    private void haveItDriven() {
        if (looking.get() > 0 || unclaimed.get() > 0 || (leftOpen == 0 && !loop.hasTasks()) || !loop.tryDrive()) {
            return;
        }
        PendingCall next = null;
        boolean keeperNeeded = false;
        try {
            loop.runTasks();
            next = waiting == open ? sleeper() : null;
            keeperNeeded = next == null && open > 0;
        } finally {
            leftOpen = open;
            loop.letGo();
        }
        if (next != null) {
            LockSupport.unpark(next.waiter);
        } else if (keeperNeeded) {
            callKeeper();
        }
    }

    private @Nullable PendingCall sleeper() {
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

    /** How often the keeper found calls that nobody was responsible for: not once, but for threads that are held up between two steps. */
    int rescues() {
        return rescues.get();
    }

    private void keep() {
        while (!loop.isTerminated()) {
            int seen = turns;
            if (!keeperCalled.get()) {
                LockSupport.parkNanos(this, TICK_NANOS);
                var unused = Thread.interrupted();
            }
            boolean called = keeperCalled.getAndSet(false);
            if ((called || turns == seen) && loop.tryDrive()) {
                if (!called && waiting > 0) {
                    rescues.getAndIncrement();
                }
                try {
                    do {
                        turn();
                        // Whoever interrupts this thread means nothing by it, and would keep it from waiting.
                        var unused = Thread.interrupted();
                    } while (!mayStepAside() && !loop.isTerminated());
                } catch (RuntimeException | Error failed) {
                    // Whatever it was: calls that nobody waits for have nobody else.
                    LOG.error("the event loop of a client stumbled and goes on", failed);
                } finally {
                    letGo();
                }
            }
        }
    }

    /** Looks a few times before it sleeps in the selector. */
    private void turn() {
        if (open > 0 && keepersPatience.lasts()) {
            int before = moves;
            for (int i = 0; i < Patience.LOOKS && moves == before && !loop.isShuttingDown(); i++) {
                if (i > 0) {
                    Patience.giveWay();
                }
                loop.runOnce(0);
            }
            keepersPatience.learned(moves != before);
            if (moves != before) {
                return;
            }
        }
        loop.runOnce(DrivenLoop.FOREVER);
    }

    private boolean mayStepAside() {
        return open == waiting && (looking.get() > 0 || sleeper() != null);
    }
}
