package dev.attacca.transport;

import dev.attacca.error.CallCancelledException;
import dev.attacca.error.Outcome;
import dev.attacca.object.Deadline;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls conductors: keeps connections to two of them, agreed and warm, and replaces each when it ends. A call goes to the one with
 * fewer calls in flight.
 *
 * <p>Nobody has to start in a certain order: while there is no conductor, callers wait up to their deadlines, which the log
 * says once, and go on when one comes.
 *
 * <p>Thread safety: safe for use by many threads.
 *
 * @param <S> what a handshake agrees on
 */
public final class TransportClient<S> implements ConnectionSource<S> {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private final ClientOptions options;
    private final ClientLoop loop;
    private final Callbacks callbacks;
    private final Dialer<S> dialer;
    private final WarmConnections<S> connections;

    private TransportClient(
            ClientOptions options, @Nullable ClientTls tls, Handshake<S> handshake, Addresses.Names names) {
        this.options = options;
        this.loop = new ClientLoop();
        this.callbacks = new Callbacks(options.callbacks(), loop.callbacks(), loop.loop());
        this.dialer = new Dialer<>(options, tls, handshake, loop, callbacks, new ClientTally());
        this.connections =
                new WarmConnections<>(options, dialer, new Addresses(options, names, new Random()), loop.loop());
    }

    /**
     * A client that shakes hands in this way on every new connection. Returns at once, connected or not.
     *
     * @throws dev.attacca.error.ConfigurationException if the files that {@link ClientOptions#tls} names cannot be used
     */
    public static <S> TransportClient<S> open(ClientOptions options, Handshake<S> handshake) {
        return open(options, handshake, InetAddress::getAllByName);
    }

    /** The same, with names resolved in this way. */
    static <S> TransportClient<S> open(ClientOptions options, Handshake<S> handshake, Addresses.Names names) {
        ClientTlsOptions secured = options.tls();
        // Before any thread is there: files that cannot be used end the start.
        ClientTls tls = secured == null ? null : new ClientTls(secured);
        TransportClient<S> client = new TransportClient<>(options, tls, handshake, names);
        if (options.eager()) {
            client.connections.start();
        }
        return client;
    }

    @Override
    public @Nullable Connection<S> atHand() {
        return connections.atHand();
    }

    @Override
    public CompletionStage<Connection<S>> connection(Deadline deadline) {
        Connection<S> atHand = connections.atHand();
        return atHand != null
                ? CompletableFuture.completedFuture(atHand)
                : connections.acquire(deadline).thenApplyAsync(Function.identity(), callbacks);
    }

    @Override
    public Connection<S> connect(Deadline deadline) {
        Connection<S> atHand = connections.atHand();
        if (atHand != null) {
            return atHand;
        }
        loop.mustNotWait();
        CompletableFuture<Connection<S>> coming = connections.acquire(deadline);
        try {
            return coming.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            coming.cancel(false);
            throw new CallCancelledException(
                    "connection: the waiting thread was interrupted", Outcome.REFUSED, Map.of(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                // Made by another thread: this one's stack tells who was waiting.
                known.addSuppressed(new WaitedHere());
                throw known;
            }
            throw new IllegalStateException("the handshake failed", e.getCause());
        }
    }

    @Override
    public List<Connection<S>> connections() {
        return connections.all();
    }

    @Override
    public ClientCounters counters() {
        return dialer.counters();
    }

    /** Waits for answers, as long as {@link ClientOptions#closeGrace} allows, and ends; a second call does nothing more. */
    @Override
    public void close() {
        connections.close(options.closeGrace());
        long end = System.nanoTime() + options.closeGrace().plusSeconds(1).toNanos();
        boolean interrupted = false;
        while (!connections.idle() && !interrupted && System.nanoTime() - end < 0) {
            try {
                TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        loop.loop().shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Marks, in the stack of an exception made elsewhere, where its victim waited. */
    private static final class WaitedHere extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WaitedHere() {
            super("waited for a connection here");
        }
    }
}
