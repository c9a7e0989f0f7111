package dev.attacca.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between TLS and the frames on the server's side: tells the connection who its peer is, or why it has none.
 *
 * <p>Thread safety: confined to its event loop.
 */
final class TlsGate extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(TlsGate.class);

    private final ServerTlsOptions options;
    private final PeerVerifier verifier;
    private final ServerConnection connection;
    private final RefusalLog refusals;
    private boolean failed;

    TlsGate(ServerTlsOptions options, PeerVerifier verifier, ServerConnection connection, RefusalLog refusals) {
        this.options = options;
        this.verifier = verifier;
        this.connection = connection;
        this.refusals = refusals;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion) {
            if (completion.isSuccess()) {
                succeeded(context);
            } else {
                refused(completion.cause());
            }
        }
        context.fireUserEventTriggered(event);
    }

    private void succeeded(ChannelHandlerContext context) {
        context.pipeline().remove(TlsGuard.class);
        connection.counters().secured.increment();
        if (!options.clientCertificates()) {
            return;
        }
        try {
            X509Certificate certificate = (X509Certificate) context.pipeline()
                    .get(SslHandler.class)
                    .engine()
                    .getSession()
                    .getPeerCertificates()[0];
            connection.introduction().identified(verifier.identityOf(certificate));
            closeAtExpiry(context, certificate.getNotAfter().toInstant());
        } catch (SSLPeerUnverifiedException | CertificateRefusedException unproven) {
            // A session that was resumed, whose certificate has expired since.
            refused(unproven);
            var unused = context.close();
        }
    }

    private void closeAtExpiry(ChannelHandlerContext context, Instant expiry) {
        long spread =
                ThreadLocalRandom.current().nextLong(options.expirySpread().toNanos());
        Duration left = Duration.between(Instant.now(), expiry).plusNanos(spread);
        // Nobody's connection lasts for years, and a timer's nanoseconds do not either.
        if (left.compareTo(Duration.ofDays(3650)) < 0) {
            var timer = context.executor().schedule(connection::expire, left.toNanos(), TimeUnit.NANOSECONDS);
            var unused = context.channel().closeFuture().addListener(closed -> timer.cancel(false));
        }
    }

    /** The handler of TLS closes the connection itself, behind its alert. */
    private void refused(Throwable cause) {
        failed = true;
        CloseReason reason = reasonOf(cause);
        if (connection.closing(reason)) {
            refusals.refused(reason, connection.peer(), cause);
        }
    }

    private static CloseReason reasonOf(Throwable cause) {
        CertificateRefusedException refused = CertificateRefusedException.in(cause);
        if (refused != null) {
            return refused.reason();
        }
        if (cause instanceof SslHandshakeTimeoutException) {
            return CloseReason.TLS_HANDSHAKE_TIMEOUT;
        }
        boolean noCertificate = cause instanceof SSLPeerUnverifiedException
                || String.valueOf(cause.getMessage()).contains("Empty client certificate chain");
        if (noCertificate) {
            return CloseReason.NO_CERTIFICATE;
        }
        return cause instanceof SSLException ? CloseReason.TLS_FAILED : CloseReason.PEER_CLOSED;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (failed) {
            LOG.debug("connection of {} after its refusal", connection.peer(), cause);
            return;
        }
        boolean tls = cause instanceof DecoderException && cause.getCause() instanceof SSLException;
        // An SSLException is an IOException, and after the handshake it is no other to us.
        context.fireExceptionCaught(tls ? cause.getCause() : cause);
    }
}
