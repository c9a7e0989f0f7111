package dev.attacca.agent;

import dev.attacca.Attacca;
import dev.attacca.error.AttaccaException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One of the agent's two duties, done again and again until the agent stops, each time as a request of its own. Whatever it throws, it
 * is done again after the pause.
 *
 * <p>Thread safety: confined to the thread that runs it.
 */
final class Repetition implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Repetition.class);

    private final Attacca attacca;
    private final Duration pause;
    private final CountDownLatch stopping;
    private final ConductorWatch watch;
    private final Consumer<ObjectContext> duty;
    private boolean unforeseenTold;

    Repetition(
            Attacca attacca,
            Duration pause,
            CountDownLatch stopping,
            ConductorWatch watch,
            Consumer<ObjectContext> duty) {
        this.attacca = attacca;
        this.pause = pause;
        this.stopping = stopping;
        this.watch = watch;
        this.duty = duty;
    }

    @Override
    public void run() {
        do {
            RequestContext request = RequestContext.create();
            MDC.put("request_id", request.requestId());
            once(request);
            MDC.remove("request_id");
        } while (!stops());
    }

    private void once(RequestContext request) {
        try {
            duty.accept(attacca.context(request));
            watch.answered();
            unforeseenTold = false;
        } catch (AttaccaException failure) {
            if (stopping.getCount() > 0) {
                watch.failed(failure);
            } else {
                log.debug("a call ended with the agent", failure);
            }
        } catch (RuntimeException unforeseen) {
            if (!unforeseenTold) {
                log.error("{} failed and goes on", Thread.currentThread().getName(), unforeseen);
            }
            unforeseenTold = true;
        }
    }

    private boolean stops() {
        try {
            return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException closing) {
            return stopping.getCount() == 0;
        }
    }
}
