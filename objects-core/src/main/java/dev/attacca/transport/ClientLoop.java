package dev.attacca.transport;

import dev.attacca.error.Outcome;
import io.netty.channel.nio.NioIoHandler;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

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
 * come for, the thread of callbacks that has the seat ({@link CallbackCrew}). Whoever stops being one of these sees to it that
 * there is another, and wakes one that sleeps if there is none, or the {@link Keeper}, who drives where no caller should.
 *
 * <p>Thread safety: safe for use by many threads, except what says that it is for the driver.
 */
final class ClientLoop {
    /** How many of its looks a caller leaves to those that have not come for their answers. */
    private static final int COURTESIES = 2;

    /** How long a thread of callbacks waits for something to come before it leaves the waiting to the keeper. */
    private static final long SEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final DrivenLoop loop = new DrivenLoop(null, NioIoHandler.newFactory());

    /** The driver's. */
    private final OpenCalls calls = new OpenCalls();

    private final CallbackCrew crew = new CallbackCrew(this, Threads.platform("attacca-callback-"));
    private final Keeper keeper = new Keeper(this, crew);
    private final Patience patience = new Patience();

    /** Callers that look for their answers. */
    private final AtomicInteger looking = new AtomicInteger();

    /** Ended calls whose callers have not come for the end. */
    private final AtomicInteger unclaimed = new AtomicInteger();

    /** The driver's. */
    private int driven;

    /** How many calls there were when the loop was last let go. */
    private volatile int leftOpen;

    /** Written by drivers, read by the keeper, who compares it with what it saw before. */
    private volatile int turns;

    ClientLoop() {
        loop.caretaker(this::driverNeeded);
        crew.start();
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

    /** For the driver: the calls that it was handed. */
    OpenCalls calls() {
        return calls;
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

    /** What came of a turn by a thread of callbacks. */
    enum Turn {
        /** There are calls that nobody waits for, and no others. */
        GOES_ON,
        /** Somebody else drives. */
        NOT_MINE,
        /** There are no calls, or nothing has come of them for a while. */
        QUIET,
        /** There are callers that wait as well, who must not wait for callbacks: it is up to them, and to the keeper. */
        SHARED
    }

    /** Drives for a moment or, if nothing was left to run, until something comes, for a while. */
    Turn turn(boolean mayWait, Collection<Runnable> callbacks) {
        if (!loop.tryDrive()) {
            return Turn.NOT_MINE;
        }
        turns = ++driven;
        try {
            loop.runTasks();
            boolean quiet = false;
            if (calls.open() > 0 && calls.waiting() == 0) {
                // Looked at after the tasks: who adds a callback adds a task after it.
                boolean wait = mayWait && callbacks.isEmpty();
                int before = calls.moves();
                loop.runOnce(wait ? SEAT_NANOS : 0);
                quiet = wait && calls.moves() == before;
            }
            return calls.waiting() > 0 ? Turn.SHARED : calls.open() == 0 || quiet ? Turn.QUIET : Turn.GOES_ON;
        } finally {
            leftOpen = calls.open();
            loop.letGoBriefly();
        }
    }

    /** No thread of callbacks sees to the loop any more. */
    void seatIsFree() {
        if (loop.isShuttingDown()) {
            keeper.call();
        } else {
            haveItDriven();
        }
    }

    /** Counts the turns of drivers other than the keeper. */
    int turns() {
        return turns;
    }

    /** Whether a caller that may drive looks for its answer. */
    boolean someoneLooks() {
        return looking.get() > 0;
    }

    /** How often the keeper found calls that nobody was responsible for. */
    int rescues() {
        return keeper.rescues();
    }

    CallbackCrew callbacks() {
        return crew;
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
            leftOpen = calls.open();
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

    /** For the driver: lets the loop go and has another drive it if that is needed. */
    void letGo() {
        leftOpen = calls.open();
        loop.letGoBriefly();
        haveItDriven();
    }

    /** Wakes somebody to drive if that is needed and nobody is awake who will. */
    private void haveItDriven() {
        if (looking.get() > 0
                || unclaimed.get() > 0
                || crew.seated()
                || (leftOpen == 0 && !loop.hasTasks())
                || !loop.tryDrive()) {
            return;
        }
        PendingCall next = null;
        boolean keeperNeeded = false;
        try {
            loop.runTasks();
            next = calls.waiting() == calls.open() ? calls.sleeper() : null;
            keeperNeeded = next == null && calls.open() > 0;
        } finally {
            leftOpen = calls.open();
            loop.letGo();
        }
        if (next != null) {
            LockSupport.unpark(next.waiter);
        } else if (keeperNeeded) {
            keeper.call();
        }
    }

    private void driverNeeded() {
        // Whoever has the seat comes back, and if not, the keeper notices without being told.
        if (!crew.seated()) {
            keeper.call();
        }
    }
}
