package dev.attacca.transport;

import dev.attacca.error.ConfigurationException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for callers and runs their calls on workers.
 *
 * <p>Thread safety: safe for use by many threads.
 */
public final class TransportServer implements AutoCloseable {
    /** The version of the contract that this release speaks. */
    public static final int PROTOCOL = 1;

    private static final Logger LOG = LoggerFactory.getLogger(TransportServer.class);

    /** How long a body that ignores its cancellation is waited for before its worker is interrupted, and again after. */
    private static final Duration STUBBORN_BODY = Duration.ofSeconds(1);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final ServerOptions options;
    private final ServerCounters counters = new ServerCounters();
    private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
    private final ByteBudget requests;
    private final ByteBudget replies;
    private final Entrance entrance;
    private final ThreadPoolExecutor workers;
    private final ExecutorService lifecycle;
    private final @Nullable ServerTls tls;
    private final DrivenLoops eventLoops;
    private final IdentityHashMap<EventExecutor, LoopCrew> crews = new IdentityHashMap<>();
    private final Channel listener;
    private final AtomicBoolean closed = new AtomicBoolean();

    private TransportServer(ServerOptions options, SessionFactory sessions) {
        this.options = options;
        // First, because it is what a person can have got wrong.
        ServerTlsOptions secured = options.tls();
        this.tls = secured == null ? null : new ServerTls(secured);
        this.workers = pool(options.workers(), options.backlog(), "conductor-worker-");
        this.lifecycle = pool(1, Integer.MAX_VALUE, "conductor-session-");
        this.eventLoops = new DrivenLoops(options.ioThreads());
        ThreadFactory drivers = Threads.platform("conductor-worker-driver-");
        for (EventExecutor loop : eventLoops) {
            crews.put(loop, new LoopCrew((DrivenLoop) loop, workers, options.backlog(), drivers));
        }
        this.requests = new ByteBudget(options.requestBytes(), connections::size, this::weigh);
        this.replies = new ByteBudget(options.replyBytes(), connections::size, this::weigh);
        this.entrance = new Entrance(requests, replies, counters);
        ServerParts parts = new ServerParts(
                options,
                counters,
                requests,
                replies,
                sessions,
                new MethodTimes(options.quickRun()),
                lifecycle,
                new Semaphore(options.maxHandshakes()),
                connections,
                closed::get);
        boolean listening = false;
        try {
            this.listener = listen(parts);
            listening = true;
        } finally {
            if (!listening) {
                stopThreads();
            }
        }
    }

    /**
     * Starts to listen.
     *
     * @throws ConfigurationException when the address cannot be used, for example because its port is taken
     */
    public static TransportServer start(ServerOptions options, SessionFactory sessions) {
        TransportServer server = new TransportServer(options, sessions);
        boolean plaintext = options.tls() == null;
        LOG.info("listening on {}{}", server.localAddress(), plaintext ? "" : " with TLS 1.3");
        if (plaintext && !server.localAddress().getAddress().isLoopbackAddress()) {
            LOG.warn(
                    "{} can be reached from other machines and speaks PLAINTEXT: whoever gets there may call everything as"
                            + " anybody, and everybody on the way may read along; configure TLS, or listen on 127.0.0.1",
                    server.localAddress());
        }
        return server;
    }

    /** Where it really listens: with a requested port of 0, the one that was free. */
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** What it has done so far. */
    public TransportCounters counters() {
        return counters.read(
                connections.size(),
                workers.getQueue().size(),
                tls == null ? 0 : tls.underWay(),
                requests.held(),
                replies.held());
    }

    /**
     * Ends in order: no new connections; callers that can be told are told to go elsewhere; running calls may finish, for as
     * long as {@link ServerOptions#closeGrace} allows; then the connections, and the bodies that did not heed their
     * cancellation, are ended. Returns when no thread of this server is left but such a body's. A second call does nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        listener.close().syncUninterruptibly();
        onEach(ServerConnection::drain);
        boolean inTime = awaitNoConnections(options.closeGrace());
        if (!inTime) {
            LOG.warn(
                    "{} connections are cut: they did not end within {}; their callers ask again elsewhere",
                    connections.size(),
                    options.closeGrace());
            onEach(connection -> connection.close(CloseReason.SERVER_CLOSED));
            awaitNoConnections(STUBBORN_BODY);
        }
        stopThreads();
        LOG.info("closed");
    }

    private void weigh() {
        entrance.look();
        for (ServerConnection connection : connections) {
            if (connection.paused()) {
                connection.onLoop(ServerConnection::weigh);
            }
        }
    }

    private void onEach(Consumer<ServerConnection> action) {
        for (ServerConnection connection : List.copyOf(connections)) {
            connection.onLoop(action);
        }
    }

    private boolean awaitNoConnections(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        while (!connections.isEmpty() && !interrupted && System.nanoTime() - end < 0) {
            try {
                TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return connections.isEmpty();
    }

    private void stopThreads() {
        workers.shutdown();
        crews.values().forEach(LoopCrew::interruptLost);
        if (!ended(workers)) {
            workers.shutdownNow();
            if (!ended(workers)) {
                LOG.warn("{} calls go on although they were cancelled and interrupted", workers.getActiveCount());
            }
        }
        int lost = crews.values().stream().mapToInt(LoopCrew::lost).sum();
        if (lost > 0) {
            LOG.warn("{} calls that used to be quick go on although they were cancelled and interrupted", lost);
        }
        lifecycle.shutdown();
        if (!ended(lifecycle)) {
            LOG.warn("a session does not come to its end: its closed() blocks");
        }
        if (tls != null) {
            tls.close();
        }
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    private static boolean ended(ExecutorService pool) {
        try {
            return pool.awaitTermination(STUBBORN_BODY.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static ThreadPoolExecutor pool(int threads, int backlog, String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(backlog), Threads.workers(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private Channel listen(ServerParts parts) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(eventLoops)
                .channel(NioServerSocketChannel.class)
                .handler(entrance)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(options.sendBufferBytes() / 4, options.sendBufferBytes()))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel, parts);
                    }
                });
        // Not sync(): it rethrows checked exceptions that its signature does not tell.
        var bound = bootstrap.bind(options.address()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw cannotListen(bound.cause());
        }
        return bound.channel();
    }

    private void accept(SocketChannel channel, ServerParts parts) {
        if (connections.size() >= options.maxConnections()) {
            counters.closed(CloseReason.TOO_MANY_CONNECTIONS);
            var unused = channel.close();
            return;
        }
        LoopCrew crew = Objects.requireNonNull(crews.get(channel.eventLoop()));
        FrameDecoder decoder = new FrameDecoder(options.firstFrameBytes(), options.frameSilence(), options.frameTime());
        ServerConnection connection = new ServerConnection(parts, crew, decoder, channel, channel.remoteAddress());
        if (tls == null) {
            channel.pipeline().addLast("first", FirstByte.ofCaller(connection));
        } else if (!tls.protect(channel, connection)) {
            counters.closed(CloseReason.TOO_MANY_HANDSHAKES);
            var unused = channel.close();
            return;
        }
        channel.pipeline()
                .addLast("gathered", new GatheredFrames(counters.flushes))
                .addLast("frames", decoder)
                .addLast("connection", connection);
    }

    private ConfigurationException cannotListen(Throwable cause) {
        InetSocketAddress address = options.address();
        String host = address.getHostString();
        String message;
        if (address.isUnresolved() || cause instanceof UnresolvedAddressException) {
            message = "address: " + host + " (expected: a name or address of this machine); correct it";
        } else if (String.valueOf(cause.getMessage()).contains("in use")) {
            message = "port: " + address.getPort() + " is in use on " + host
                    + " (expected: a free port); stop the process that listens there, or choose another port, or 0 for any";
        } else {
            message = "address: " + host + ":" + address.getPort() + " cannot be listened on: " + cause.getMessage()
                    + " (expected: an address of this machine and a port this user may use); choose another";
        }
        return new ConfigurationException(message, Map.of(), cause);
    }
}
