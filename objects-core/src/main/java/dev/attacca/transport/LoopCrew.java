package dev.attacca.transport;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The two threads of a server's event loop. One drives it. Calls that are known to be quick it only notes while it drives; then
 * it lets the loop go, runs them, takes the loop again and writes their answers together: a call that is over before another
 * thread would have begun with it goes to no other thread, and nothing that users wrote ever runs on an event loop.
 *
 * <p>The other thread watches. When a quick call does not come to its end, it drives from then on, so that the loop and what
 * else it serves go on, and a new thread watches. While there are no quick calls it sleeps.
 *
 * <p>Thread safety: {@link #take} is for the driver of the loop, everything else for any thread.
 */
final class LoopCrew {
    /** How long a round of quick calls may last before the sockets are looked at again. */
    private static final long ROUND_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

    /** How often the watch looks. A loop that was let go is missed for twice as long at most. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** So many looks at a call that waits for something, and it is no longer waited for. */
    private static final int LOOKS_AT_A_WAIT = 1;

    /** The same for one that seems to run: its thread may only be off the processor. */
    private static final int LOOKS_AT_A_RUN = 5;

    private static final int LOOKS_BEFORE_SLEEP = 50;

    private final DrivenLoop loop;
    private final Executor workers;
    private final int backlog;
    private final ThreadFactory threads;
    private final AtomicReference<@Nullable Thread> watch = new AtomicReference<>();
    private final Set<Thread> lost = ConcurrentHashMap.newKeySet();

    /** The driver's: quick calls that are to run in its next round. */
    private final ArrayDeque<ServerCall> quick = new ArrayDeque<>();

    /** The calls that run while the loop is let go; null while it is driven. */
    private volatile @Nullable QuickRound round;

    private volatile boolean asleep;

    LoopCrew(DrivenLoop loop, Executor workers, int backlog, ThreadFactory threads) {
        this.loop = loop;
        this.workers = workers;
        this.backlog = backlog;
        this.threads = threads;
        loop.caretaker(this::driverNeeded);
        threads.newThread(this::serve).start();
        threads.newThread(this::serve).start();
    }

    /**
     * Has a call run: by the driver when it is quick, else by a worker.
     *
     * @throws RejectedExecutionException when too many wait
     */
    void take(ServerCall call) {
        RunTimes times = call.times();
        if (times != null && times.quick() && quick.size() < backlog) {
            quick.add(call);
        } else {
            workers.execute(call);
        }
    }

    /** Interrupts the threads whose quick calls did not come to their end. */
    void interruptLost() {
        lost.forEach(Thread::interrupt);
    }

    /** How many threads are in calls that did not come to their end. */
    int lost() {
        return lost.size();
    }

    /** Called when a task waits and nobody drives. */
    private void driverNeeded() {
        // In a round the driver comes back, and if it does not, the watch notices without being told.
        if (round == null) {
            LockSupport.unpark(watch.get());
        }
    }

    private void serve() {
        Thread me = Thread.currentThread();
        while (!loop.isTerminated()) {
            if (takeLoop()) {
                drive();
            } else if (watch.compareAndSet(null, me)) {
                if (watchUntilNeeded()) {
                    drive();
                } else {
                    watch.set(null);
                }
            } else {
                // Both places are taken, one of them by the thread that came for this one.
                return;
            }
        }
    }

    private boolean takeLoop() {
        boolean mine = loop.tryDrive();
        if (mine) {
            round = null;
        }
        return mine;
    }

    private void drive() {
        boolean mine = true;
        while (mine && !loop.isTerminated()) {
            loop.runOnce(quick.isEmpty() ? DrivenLoop.FOREVER : 0);
            // A body may have left it behind; it would keep this thread from waiting.
            var unused = Thread.interrupted();
            mine = quick.isEmpty() || runQuick();
        }
        if (mine) {
            loop.letGo();
            LockSupport.unpark(watch.get());
        }
    }

    /** Lets the loop go, runs what is quick, and takes the loop again: false when somebody else has it. */
    private boolean runQuick() {
        QuickRound mine = new QuickRound(quick);
        quick.clear();
        round = mine;
        loop.letGoBriefly();
        if (asleep) {
            LockSupport.unpark(watch.get());
        }
        List<ServerCall> left = mine.run(ROUND_NANOS);
        if (takeLoop()) {
            quick.addAll(left);
            // The answers, together, before anything is waited for.
            loop.runTasks();
            return true;
        }
        lost.remove(Thread.currentThread());
        left.forEach(this::handOn);
        return false;
    }

    /** Returns true as the driver, false when nobody drives. */
    private boolean watchUntilNeeded() {
        QuickRound seen = null;
        int seenAt = 0;
        int same = 0;
        int quiet = 0;
        while (!loop.isTerminated()) {
            QuickRound now = round;
            if (now == null) {
                if (!loop.driven()) {
                    return false;
                }
                quiet++;
            } else {
                quiet = 0;
                same = now == seen && now.at() == seenAt ? same + 1 : 0;
                boolean stuck = same >= (now.waits() ? LOOKS_AT_A_WAIT : LOOKS_AT_A_RUN);
                if (stuck && takeOver(now)) {
                    return true;
                }
                seenAt = now.at();
            }
            seen = now;
            rest(quiet);
        }
        return false;
    }

    private void rest(int quiet) {
        if (quiet < LOOKS_BEFORE_SLEEP) {
            LockSupport.parkNanos(this, LOOK_NANOS);
            return;
        }
        asleep = true;
        // After it: whoever began a round before saw us awake.
        if (round == null && loop.driven()) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    private boolean takeOver(QuickRound stuck) {
        List<ServerCall> left = stuck.stop();
        if (!takeLoop()) {
            // It came back meanwhile, and found nothing left.
            left.forEach(this::handOn);
            return false;
        }
        lost.add(stuck.thread());
        quick.addAll(left);
        watch.set(null);
        threads.newThread(this::serve).start();
        return true;
    }

    private void handOn(ServerCall call) {
        try {
            workers.execute(call);
        } catch (RejectedExecutionException e) {
            call.turnAway();
        }
    }
}
