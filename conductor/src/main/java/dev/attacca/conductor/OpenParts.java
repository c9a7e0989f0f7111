package dev.attacca.conductor;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a conductor has opened, closed in reverse order, each part whatever becomes of the others.
 *
 * <p>Thread safety: parts are added by one thread; {@link #close} may be called from any, and does its work once.
 */
final class OpenParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenParts.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    <P extends AutoCloseable> P add(P part) {
        synchronized (parts) {
            parts.push(part);
        }
        return part;
    }

    @Override
    public void close() {
        // What ends a start must not end its tidying as well.
        boolean interrupted = Thread.interrupted();
        closeAll();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeAll() {
        // Held to the end: whoever comes second finds everything closed when this returns.
        synchronized (parts) {
            while (!parts.isEmpty()) {
                close(parts.pop());
            }
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            // The others must be closed all the same, and nobody above could do anything about it.
            LOG.warn("{} could not be closed in order", part.getClass().getSimpleName(), failure);
        }
    }
}
