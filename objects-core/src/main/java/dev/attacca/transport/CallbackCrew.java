package dev.attacca.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run what users hang on to futures. One of them at a time may have the seat: then it drives the client's event
 * loop as well, whenever it has no callback left to run. So all answers that were read together are run by the thread that
 * read them, and the calls they make leave together. The loop is let go before a callback begins.
 *
 * <p>The seat is given by whoever drives when it has a callback run and no caller waits, to a thread that sleeps, which is woken
 * after that. Who has the seat is responsible for calls that nobody waits for and for all callbacks, also while it runs one:
 * nobody else is woken for them. It leaves the seat when callers wait, when there are no calls, or when nothing comes for a
 * while; then it has the loop driven by another, and looks for callbacks once more before it sleeps. The keeper watches: if one
 * callback is seen running twice in a row, the seat is taken away and the keeper drives. Where that happens often, nobody gets
 * it, but for now and then. Without a seat each callback wakes a thread, if one sleeps.
 *
 * <p>Thread safety: safe for use by many threads.
 */
final class CallbackCrew implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackCrew.class);

    private static final int THREADS = 2;

    /** How long callbacks run before the sockets are looked at again. */
    private static final long ROUND_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    /** A round of so few callbacks leaves others to another thread. */
    private static final int FEW = 8;

    private final ClientLoop loop;
    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final List<Member> members = new ArrayList<>();
    private final AtomicReference<@Nullable Member> seat = new AtomicReference<>();
    private final Patience answersComeSoon = new Patience();
    private final Patience callbacksAreShort = new Patience();
    private volatile boolean ended;

    // The keeper's: what it saw last time.
    private @Nullable Member seen;
    private int seenAt;

    CallbackCrew(ClientLoop loop, ThreadFactory threads) {
        this.loop = loop;
        for (int i = 0; i < THREADS; i++) {
            members.add(new Member(threads));
        }
    }

    void start() {
        members.forEach(member -> member.thread.start());
    }

    /** The event loop has ended: the threads do as well when everything was run. */
    void end() {
        ended = true;
        members.forEach(member -> LockSupport.unpark(member.thread));
    }

    /** Whether a thread of this crew sees to the loop. */
    boolean seated() {
        return seat.get() != null;
    }

    /** Has a callback run by a thread of this crew, not by the calling one. */
    @Override
    public void execute(Runnable callback) {
        queue.add(callback);
        if (ended && queue.remove(callback)) {
            throw new RejectedExecutionException("callbacks: ended (expected: an open client)");
        }
        boolean driving = loop.loop().inEventLoop();
        if (!seated()) {
            wakeOne(driving && loop.calls().waiting() == 0);
        } else if (!driving) {
            wakeDriver();
        }
    }

    /** The one that has the seat may sleep in the selector. */
    private void wakeDriver() {
        try {
            loop.loop().executeWhenDriven(() -> {});
        } catch (RejectedExecutionException over) {
            LOG.debug("nobody drives any more");
        }
    }

    private void wakeOne(boolean seated) {
        for (Member member : members) {
            if (member.asleep.get() && member.asleep.compareAndSet(true, false)) {
                if (seated && callbacksAreShort.lasts()) {
                    seat.compareAndSet(null, member);
                }
                // After it: who is woken finds its seat.
                LockSupport.unpark(member.thread);
                return;
            }
        }
    }

    /** The keeper's: takes the seat away from a thread whose callback does not come to its end; whether it did. */
    boolean unseatWhoHangs() {
        Member seated = seat.get();
        int step = seated == null ? 0 : seated.step.get();
        boolean hangs = seated != null && seated == seen && step == seenAt && Member.running(step);
        seen = seated;
        seenAt = step;
        if (!hangs || !seat.compareAndSet(seated, null)) {
            return false;
        }
        callbacksAreShort.learned(false);
        if (!queue.isEmpty()) {
            wakeOne(false);
        }
        return true;
    }

    private final class Member implements Runnable {
        private final Thread thread;

        /** Odd while a callback runs. */
        private final AtomicInteger step = new AtomicInteger();

        private final AtomicBoolean asleep = new AtomicBoolean();

        Member(ThreadFactory threads) {
            thread = threads.newThread(this);
        }

        static boolean running(int step) {
            return (step & 1) == 1;
        }

        private boolean seated() {
            return seat.get() == this;
        }

        @Override
        public void run() {
            while (!ended || !queue.isEmpty()) {
                runSome();
                if (seated()) {
                    drive();
                } else {
                    lookForCallbacks();
                }
                sleep();
            }
        }

        private void sleep() {
            if (!queue.isEmpty()) {
                return;
            }
            asleep.set(true);
            // After it: whoever added a callback before saw us awake.
            if (queue.isEmpty() && !ended) {
                LockSupport.park(this);
            }
            asleep.set(false);
        }

        /** As the one that has the seat: until there is nothing to do any more. */
        private void drive() {
            try {
                driveAndRun();
            } catch (RuntimeException | Error failed) {
                LOG.error("the event loop of a client stumbled and goes on", failed);
            } finally {
                // It may be the keeper's doing that we have no seat any more; it may have found us driving after that.
                seat.compareAndSet(this, null);
                loop.seatIsFree();
            }
        }

        private void driveAndRun() {
            boolean looking = answersComeSoon.lasts();
            int looks = looking ? 0 : Patience.LOOKS;
            while (seated()) {
                ClientLoop.Turn turn = loop.turn(looks >= Patience.LOOKS, queue);
                if (turn == ClientLoop.Turn.SHARED) {
                    return;
                }
                if (runSome() > 0) {
                    if (looking) {
                        answersComeSoon.learned(looks < Patience.LOOKS);
                    }
                    looking = answersComeSoon.lasts();
                    looks = looking ? 0 : Patience.LOOKS;
                } else if (turn == ClientLoop.Turn.QUIET
                        || (turn == ClientLoop.Turn.NOT_MINE && looks >= Patience.LOOKS)) {
                    return;
                } else if (++looks < Patience.LOOKS) {
                    Patience.giveWay();
                }
            }
        }

        private void lookForCallbacks() {
            if (answersComeSoon.lasts() && !CallbackCrew.this.seated()) {
                for (int i = 0; i < Patience.LOOKS && queue.isEmpty(); i++) {
                    Patience.giveWay();
                }
                answersComeSoon.learned(!queue.isEmpty());
            }
        }

        /** Runs callbacks, by the one that has the seat only for a while; how many. */
        private int runSome() {
            long begin = 0;
            int ran = 0;
            for (Runnable callback = next(); callback != null; callback = next()) {
                if (ran++ == 0) {
                    begin = System.nanoTime();
                }
                run(callback);
                if (System.nanoTime() - begin >= ROUND_NANOS) {
                    if (ran < FEW && !queue.isEmpty()) {
                        wakeOne(false);
                    }
                    if (seated()) {
                        return ran;
                    }
                }
            }
            if (ran > 0 && seated()) {
                callbacksAreShort.learned(true);
            }
            return ran;
        }

        private @Nullable Runnable next() {
            // What interrupted this thread meant another callback, or nothing.
            var unused = Thread.interrupted();
            return queue.poll();
        }

        private void run(Runnable callback) {
            step.lazySet(step.get() + 1);
            try {
                callback.run();
            } catch (Throwable failed) {
                // As an executor's thread would.
                LOG.error("a callback failed", failed);
            } finally {
                step.lazySet(step.get() + 1);
            }
        }
    }
}
