package dev.attacca.transport;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConductorUnavailableException;
import dev.attacca.error.ConnectionLostException;
import dev.attacca.object.Deadline;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections: connects to an address, shakes hands, and knows every link that is open.
 *
 * <p>Thread safety: safe for use by many threads, which may block here.
 */
final class Dialer<S> {
    private final ClientOptions options;
    private final @Nullable ClientTls tls;
    private final Handshake<S> handshake;
    private final ClientLoop loop;
    private final Callbacks callbacks;
    private final ClientTally tally;
    private final Set<ClientLink> links = ConcurrentHashMap.newKeySet();

    Dialer(
            ClientOptions options,
            @Nullable ClientTls tls,
            Handshake<S> handshake,
            ClientLoop loop,
            Callbacks callbacks,
            ClientTally tally) {
        this.options = options;
        this.tls = tls;
        this.handshake = handshake;
        this.loop = loop;
        this.callbacks = callbacks;
        this.tally = tally;
    }

    /**
     * A link on which nothing is agreed yet.
     *
     * @param address resolved: Netty's own resolver would block the event loop for as long as DNS takes; with the name that
     *     a certificate must have
     * @param events told of the link's end, on its event loop
     */
    ClientLink connect(InetSocketAddress address, ClientLink.Events events) throws InterruptedException {
        if (tls != null) {
            tls.lookAgain();
        }
        tally.attempts.increment();
        FrameDecoder decoder =
                new FrameDecoder(options.maxFrameBytes(), options.keepalive().multipliedBy(3), Duration.ofHours(1));
        CompletableFuture<ClientLink> made = new CompletableFuture<>();
        Bootstrap bootstrap = new Bootstrap()
                .group(loop.loop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        options.connectTime().toMillis())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        ClientLink link =
                                new ClientLink(options, loop, tally, decoder, channel, address, forgetting(events));
                        if (tls == null) {
                            channel.pipeline().addLast("first", FirstByte.ofConductor(link));
                        } else {
                            tls.protect(channel, address, link);
                        }
                        channel.pipeline()
                                .addLast("gathered", new GatheredFrames(tally.flushes))
                                .addLast("frames", decoder)
                                .addLast("connection", link);
                        made.complete(link);
                    }
                });
        ChannelFuture connected = bootstrap.connect(address).await();
        if (!connected.isSuccess()) {
            throw new ConductorUnavailableException(
                    String.valueOf(connected.cause().getMessage()), Map.of(), connected.cause());
        }
        // Not looked up in the pipeline, which is empty again if the conductor has closed the connection meanwhile.
        ClientLink link = made.join();
        links.add(link);
        if (!connected.channel().isActive()) {
            links.remove(link);
        }
        return link;
    }

    private ClientLink.Events forgetting(ClientLink.Events events) {
        return new ClientLink.Events() {
            @Override
            public void draining(ClientLink link) {
                events.draining(link);
            }

            @Override
            public void gone(ClientLink link) {
                links.remove(link);
                events.gone(link);
            }
        };
    }

    /** Shakes hands; whoever asked closes the link when that fails. */
    ClientConnection<S> agree(ClientLink link) {
        Deadline deadline = Deadline.after(options.handshakeTime());
        S session;
        try {
            session = handshake.agree(
                    hello -> ClientHello.say(link, options.listener(), hello, options.keepalive(), deadline));
        } catch (ConnectionLostException lost) {
            // A failure of TLS arrives as that of the hello which waited behind it.
            throw lost.getCause() instanceof AttaccaException tlsFailure ? tlsFailure : lost;
        }
        ClientConnection<S> connection =
                new ClientConnection<>(link, session, callbacks, options.listener(), handshake.errors());
        if (!connection.usable()) {
            throw new ConductorUnavailableException("the conductor went away right after the handshake");
        }
        tally.agreed.increment();
        return connection;
    }

    /** Ends every link when its last answer is in, or after the grace; nobody waits here for that. */
    void close(Duration grace) {
        links.forEach(link -> link.close(grace));
    }

    /** What was counted on all links. */
    ClientCounters counters() {
        return tally.read(
                links.size(), links.stream().mapToInt(ClientLink::pending).sum());
    }

    /** Whether every link has ended. */
    boolean idle() {
        return links.isEmpty();
    }
}
