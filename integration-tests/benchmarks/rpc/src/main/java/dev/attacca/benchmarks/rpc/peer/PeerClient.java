package dev.attacca.benchmarks.rpc.peer;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A connected client, with the payload at hand in the form that its users work with.
 *
 * <p>Thread safety: safe for use by several threads; its callers are not.
 */
public interface PeerClient extends AutoCloseable {
    /** A caller for the thread that asks for it, which waits for its answers. */
    BlockingCaller blocking() throws Exception;

    /**
     * A caller with one call in flight at a time, which nobody waits for.
     *
     * @throws UnsupportedOperationException if this client has no such calls
     */
    default PipelinedCaller pipelined() throws Exception {
        throw new UnsupportedOperationException("pipelined calls (expected: only where Peer.modes() names them)");
    }

    @Override
    void close();

    /** Whether an answer holds the content that was sent. */
    boolean isPayload(Object answer);

    /** Makes one call after the other. */
    interface BlockingCaller extends AutoCloseable {
        /** Sends the payload and waits for what comes back, decoded. */
        Object call() throws Exception;

        @Override
        default void close() {}
    }

    /** Makes one call after the other. */
    @FunctionalInterface
    interface PipelinedCaller {
        /** Sends the payload; what comes back, decoded, or why it did not, is told on a thread of the client's. */
        void begin(BiConsumer<@Nullable Object, @Nullable Throwable> done);
    }
}
