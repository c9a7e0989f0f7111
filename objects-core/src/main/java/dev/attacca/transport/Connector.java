package dev.attacca.transport;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConductorUnavailableException;
import dev.attacca.error.DeadlineExceededException;
import dev.attacca.object.Deadline;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one agreed connection at hand: connects, shakes hands, and starts over when the connection ends or its conductor says
 * that it will. Attempts are made one after the other, on a thread of their own that may block.
 *
 * <p>Thread safety: safe for use by many threads.
 */
final class Connector<S> implements ClientLink.Events {
    // The front door's name: whoever reads the log knows that one.
    private static final Logger LOG = LoggerFactory.getLogger(TransportClient.class);

    private final ClientOptions options;
    private final Handshake<S> handshake;
    private final EventLoopGroup eventLoops;
    private final Executor callbacks;
    private final Backoff backoff;
    private final ExecutorService attempts = Executors.newSingleThreadExecutor(Threads.platform("attacca-connect-"));
    private final Set<ClientLink> links = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final List<Waiter<S>> waiters = new ArrayList<>();

    @GuardedBy("lock")
    private boolean attempting;

    @GuardedBy("lock")
    private boolean wasConnected;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private int failures;

    @GuardedBy("lock")
    private int nextAddress;

    @GuardedBy("lock")
    private long outageSince;

    @GuardedBy("lock")
    private @Nullable Throwable lastFailure;

    private volatile @Nullable ClientConnection<S> current;

    /** Somebody who waits for a connection. */
    private record Waiter<S>(CompletableFuture<Connection<S>> future) {}

    Connector(ClientOptions options, Handshake<S> handshake, EventLoopGroup eventLoops, Executor callbacks) {
        this.options = options;
        this.handshake = handshake;
        this.eventLoops = eventLoops;
        this.callbacks = callbacks;
        this.backoff = new Backoff(options.firstRetry(), options.longestRetry());
    }

    /** The connection at hand, or null when there is none that takes calls. */
    @Nullable
    Connection<S> atHand() {
        ClientConnection<S> known = current;
        return known != null && known.usable() ? known : null;
    }

    /** A connection, as soon as there is one; completed by threads of ours, so nothing of a user's may hang on to it. */
    CompletableFuture<Connection<S>> acquire(Deadline deadline) {
        Waiter<S> waiter = new Waiter<>(new CompletableFuture<>());
        synchronized (lock) {
            Connection<S> known = atHand();
            if (known != null) {
                return CompletableFuture.completedFuture(known);
            }
            if (closed) {
                return CompletableFuture.failedFuture(closedException());
            }
            waiters.add(waiter);
            startAttempts();
            // Within the lock: after close() the event loops take no more timers.
            var timer = eventLoops
                    .next()
                    .schedule(
                            () -> expire(waiter),
                            Math.max(0, deadline.remaining().toNanos()),
                            TimeUnit.NANOSECONDS);
            var unused = waiter.future().whenComplete((connection, failure) -> timer.cancel(false));
        }
        return waiter.future();
    }

    /** Begins to connect although nobody has asked yet. */
    void start() {
        synchronized (lock) {
            wasConnected = true;
            startAttempts();
        }
    }

    /** Ends every connection when its last answer is in, or after the grace; nobody waits here for that. */
    void close(Duration grace) {
        List<Waiter<S>> told;
        synchronized (lock) {
            closed = true;
            current = null;
            told = takeWaiters();
        }
        attempts.shutdownNow();
        told.forEach(waiter -> waiter.future().completeExceptionally(closedException()));
        links.forEach(link -> link.close(grace));
    }

    /** Whether every connection has ended. */
    boolean idle() {
        return links.isEmpty();
    }

    @Override
    public void draining(ClientLink link) {
        synchronized (lock) {
            if (forget(link)) {
                LOG.info("the conductor at {} is going away; connecting anew", link.peer());
                startAttempts();
            }
        }
    }

    @Override
    public void gone(ClientLink link) {
        links.remove(link);
        synchronized (lock) {
            if (forget(link)) {
                LOG.info("the connection to {} has ended; connecting anew", link.peer());
                startAttempts();
            }
        }
    }

    @GuardedBy("lock")
    private boolean forget(ClientLink link) {
        ClientConnection<S> known = current;
        if (closed || known == null || known.link() != link) {
            return false;
        }
        current = null;
        return true;
    }

    @GuardedBy("lock")
    private void startAttempts() {
        if (!attempting && !closed) {
            attempting = true;
            outageSince = System.nanoTime();
            scheduleAttempt();
        }
    }

    @GuardedBy("lock")
    private void scheduleAttempt() {
        // The very first attempt of a client need not hold back; later ones come with those of the whole fleet.
        long pause = failures == 0 && !wasConnected ? 0 : backoff.pauseNanos(failures, ThreadLocalRandom.current());
        var unused = eventLoops
                .next()
                .schedule(
                        () -> {
                            synchronized (lock) {
                                if (!closed) {
                                    attempts.execute(this::attempt);
                                }
                            }
                        },
                        pause,
                        TimeUnit.NANOSECONDS);
    }

    private void attempt() {
        InetSocketAddress address;
        synchronized (lock) {
            address = options.addresses().get(nextAddress);
            nextAddress = (nextAddress + 1) % options.addresses().size();
        }
        ClientLink link = null;
        try {
            link = connect(address);
            ClientConnection<S> connection = shakeHands(link);
            if (!connection.usable()) {
                throw new ConductorUnavailableException("the conductor went away right after the handshake");
            }
            connected(connection);
        } catch (InterruptedException e) {
            // Only close() interrupts, and it has told everybody.
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // Throwable: an error in somebody's handshake must reach whoever waits, not end the attempts in silence.
            if (link != null) {
                link.close(Duration.ofNanos(1));
            }
            failed(link != null, e);
        }
    }

    private ClientLink connect(InetSocketAddress configured) throws Exception {
        // Resolved here and not by Netty, whose resolver would block the event loop for as long as DNS takes.
        InetSocketAddress address = configured.isUnresolved()
                ? new InetSocketAddress(configured.getHostString(), configured.getPort())
                : configured;
        if (address.isUnresolved()) {
            throw new UnknownHostException(configured.getHostString() + ": unknown name");
        }
        FrameDecoder decoder =
                new FrameDecoder(options.maxFrameBytes(), options.keepalive().multipliedBy(3), Duration.ofHours(1));
        Bootstrap bootstrap = new Bootstrap()
                .group(eventLoops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        options.connectTime().toMillis())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        ClientLink link = new ClientLink(options, decoder, channel, address, Connector.this);
                        channel.pipeline().addLast("frames", decoder).addLast("conversation", link);
                    }
                });
        ChannelFuture connected = bootstrap.connect(address).await();
        if (!connected.isSuccess()) {
            throw new ConductorUnavailableException(
                    String.valueOf(connected.cause().getMessage()), Map.of(), connected.cause());
        }
        ClientLink link = connected.channel().pipeline().get(ClientLink.class);
        links.add(link);
        if (!connected.channel().isActive()) {
            links.remove(link);
        }
        return link;
    }

    private ClientConnection<S> shakeHands(ClientLink link) {
        Deadline deadline = Deadline.after(options.handshakeTime());
        S session = handshake.agree(
                hello -> ClientConnection.hello(link, options.listener(), hello, options.keepalive(), deadline));
        return new ClientConnection<>(link, session, callbacks, options.listener(), handshake.errors());
    }

    private void connected(ClientConnection<S> connection) {
        List<Waiter<S>> told;
        synchronized (lock) {
            attempting = false;
            if (closed) {
                connection.link().close(Duration.ofNanos(1));
                return;
            }
            LOG.info(
                    "connected to the conductor at {}, attempt {}, after {} ms",
                    connection.remoteAddress(),
                    failures + 1,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - outageSince));
            failures = 0;
            wasConnected = true;
            current = connection;
            told = takeWaiters();
            if (!connection.usable()) {
                // It ended before it became the current one, so nobody else will notice.
                current = null;
                startAttempts();
            }
        }
        told.forEach(waiter -> waiter.future().complete(connection));
    }

    private void failed(boolean connected, Throwable failure) {
        boolean hopeless = !(failure instanceof DeadlineExceededException)
                && (failure instanceof AttaccaException known
                        ? !known.retryable()
                        : !(failure instanceof UnknownHostException));
        List<Waiter<S>> told = List.of();
        synchronized (lock) {
            lastFailure = failure;
            failures++;
            if (closed) {
                return;
            }
            if (failures == 1) {
                LOG.warn(
                        connected
                                ? "no agreement with the conductor: {}; trying again until there is one"
                                : "no conductor yet: {}; trying again until there is one"
                                        + " (is it started, and is the address right?)",
                        failure.getMessage());
            }
            if (hopeless) {
                told = takeWaiters();
            }
            if (waiters.isEmpty() && !wasConnected) {
                attempting = false;
            } else {
                scheduleAttempt();
            }
        }
        told.forEach(waiter -> waiter.future().completeExceptionally(failure));
    }

    private void expire(Waiter<S> waiter) {
        String message;
        Throwable cause;
        synchronized (lock) {
            if (!waiters.remove(waiter)) {
                return;
            }
            cause = lastFailure;
            message = "conductor: none of " + options.addresses() + " reached in time, after " + failures
                    + " attempts in "
                    + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - outageSince) + " ms"
                    + (cause == null ? "" : ", the last one: " + cause.getMessage())
                    + " (expected: a connection before the deadline); start a conductor, or correct the addresses";
        }
        waiter.future().completeExceptionally(new ConductorUnavailableException(message, Map.of(), cause));
    }

    @GuardedBy("lock")
    private List<Waiter<S>> takeWaiters() {
        List<Waiter<S>> taken = List.copyOf(waiters);
        waiters.clear();
        return taken;
    }

    private static ConductorUnavailableException closedException() {
        return new ConductorUnavailableException("client: closed (expected: open); use a new one");
    }
}
