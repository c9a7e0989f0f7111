package dev.attacca.transport;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * TLS for the connections of one server. What costs milliseconds, signatures and certificate paths, happens on threads of its
 * own, so that calls in flight do not wait for other peers' handshakes.
 *
 * <p>Thread safety: safe for use by many threads.
 */
final class ServerTls {
    private final ServerTlsOptions options;
    private final TlsContext context;
    private final RefusalLog refusals = new RefusalLog();
    private final AtomicInteger underWay = new AtomicInteger();
    private final ScheduledThreadPoolExecutor handshakes;

    ServerTls(ServerTlsOptions options) {
        this.options = options;
        this.context = TlsContext.of(options);
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.handshakes = new ScheduledThreadPoolExecutor(threads, Threads.platform("conductor-tls-"));
        long pause = options.lookAgain().toNanos();
        var unused = handshakes.scheduleWithFixedDelay(context::lookAgain, pause, pause, TimeUnit.NANOSECONDS);
    }

    /** Puts TLS in front of the connection's other handlers; false when too many handshakes are under way already. */
    boolean protect(SocketChannel channel, ServerConnection connection) {
        if (underWay.incrementAndGet() > options.maxHandshakes()) {
            underWay.decrementAndGet();
            return false;
        }
        TlsContext.Parts parts = context.current();
        SslHandler tls = parts.context().newHandler(channel.alloc(), handshakes);
        tls.setHandshakeTimeoutMillis(options.handshakeTime().toMillis());
        var unused = tls.handshakeFuture().addListener(done -> underWay.decrementAndGet());
        channel.pipeline()
                .addLast("guard", new TlsGuard(connection))
                .addLast("tls", tls)
                .addLast("gate", new TlsGate(options, parts.verifier(), connection, refusals));
        return true;
    }

    int underWay() {
        return underWay.get();
    }

    void close() {
        handshakes.shutdownNow();
    }
}
