package dev.attacca.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that drives a client's event loop where no caller should: for calls that nobody waits for, on behalf of virtual threads
 * (whose carriers a wait for sockets would hold), and when the loop has lain idle for a while, so that timers, drains and
 * ends of connections are noticed. It steps aside as soon as others can go on.
 *
 * <p>While a thread of callbacks has the seat it watches that thread, and drives in its place when a callback hangs.
 *
 * <p>Thread safety: safe for use by many threads.
 */
final class Keeper implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** How soon a callback that does not come to its end is noticed, within twice. */
    private static final long WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ClientLoop client;
    private final DrivenLoop loop;
    private final OpenCalls calls;
    private final CallbackCrew crew;
    private final Thread thread = Threads.platform("attacca-io-").newThread(this);
    private final AtomicBoolean called = new AtomicBoolean();
    private final Patience patience = new Patience();
    private final AtomicInteger rescues = new AtomicInteger();

    Keeper(ClientLoop client, CallbackCrew crew) {
        this.client = client;
        this.loop = client.loop();
        this.calls = client.calls();
        this.crew = crew;
    }

    void start() {
        thread.start();
    }

    /** Has it look soon whether it should drive. */
    void call() {
        if (!called.get() && called.compareAndSet(false, true)) {
            LockSupport.unpark(thread);
        }
    }

    /** How often it found calls that nobody was responsible for: not once, but for threads that are held up between two steps. */
    int rescues() {
        return rescues.get();
    }

    @Override
    public void run() {
        while (!loop.isTerminated()) {
            int seen = client.turns();
            boolean watching = crew.seated();
            if (!called.get()) {
                LockSupport.parkNanos(this, watching ? WATCH_NANOS : TICK_NANOS);
                var unused = Thread.interrupted();
            }
            boolean hung = crew.unseatWhoHangs();
            boolean needed = called.getAndSet(false) || hung;
            boolean idle = !watching && !crew.seated() && client.turns() == seen;
            if ((needed || idle) && loop.tryDrive()) {
                drive(needed);
            }
        }
        crew.end();
    }

    private void drive(boolean needed) {
        try {
            // First: among them may be calls, which others may be there to drive for.
            loop.runTasks();
            if (!needed && calls.open() > 0) {
                rescues.getAndIncrement();
            }
            do {
                turn();
                // Whoever interrupts this thread means nothing by it, and would keep it from waiting.
                var unused = Thread.interrupted();
            } while (!mayStepAside() && !loop.isTerminated());
        } catch (RuntimeException | Error failed) {
            // Whatever it was: calls that nobody waits for have nobody else.
            LOG.error("the event loop of a client stumbled and goes on", failed);
        } finally {
            client.letGo();
        }
    }

    /** Looks a few times before it sleeps in the selector. */
    private void turn() {
        if (calls.open() > 0 && patience.lasts()) {
            int before = calls.moves();
            for (int i = 0; i < Patience.LOOKS && calls.moves() == before && !loop.isShuttingDown(); i++) {
                if (i > 0) {
                    Patience.giveWay();
                }
                loop.runOnce(0);
            }
            patience.learned(calls.moves() != before);
            if (calls.moves() != before) {
                return;
            }
        }
        // Asked before as well: a caller that was woken late, and found the keeper driving, would sleep until its
        // answer comes.
        loop.runOnce(mayStepAside() ? 0 : DrivenLoop.FOREVER);
    }

    private boolean mayStepAside() {
        int open = calls.open();
        int waiting = calls.waiting();
        return (open == waiting && (client.someoneLooks() || calls.sleeper() != null))
                || (waiting == 0 && crew.seated());
    }
}
