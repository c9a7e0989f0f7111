package dev.attacca.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * TLS for the connections of one client.
 *
 * <p>Thread safety: safe for use by many threads.
 */
final class ClientTls {
    private final ClientTlsOptions options;
    private final TlsContext context;
    private final ThreadPoolExecutor handshakes;

    ClientTls(ClientTlsOptions options) {
        this.options = options;
        this.context = TlsContext.of(options);
        this.handshakes = new ThreadPoolExecutor(
                1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Threads.platform("attacca-tls-"));
        // Nobody has to end it then: handshakes are rare.
        handshakes.allowCoreThreadTimeOut(true);
    }

    /** Takes files over that have changed. Blocks. */
    void lookAgain() {
        context.lookAgain();
    }

    /**
     * Puts TLS in front of the link's other handlers.
     *
     * @param address of the conductor, with the name that its users call it, which its certificate must have
     */
    void protect(SocketChannel channel, InetSocketAddress address, ClientLink link) {
        SslHandler tls = context.current()
                .context()
                .newHandler(channel.alloc(), address.getHostString(), address.getPort(), handshakes);
        tls.setHandshakeTimeoutMillis(options.handshakeTime().toMillis());
        channel.pipeline().addLast("tls", tls).addLast("gate", new Gate(link));
    }

    /**
     * Ends the link with words when TLS fails. In TLS 1.3 a client is done before its certificate was looked at, so a refusal
     * can come at any time later.
     */
    private static final class Gate extends ChannelInboundHandlerAdapter {
        private final ClientLink link;

        Gate(ClientLink link) {
            this.link = link;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent completion && !completion.isSuccess()) {
                failed(completion.cause());
            }
            context.fireUserEventTriggered(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Throwable actual = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
            if (actual instanceof SSLException) {
                failed(actual);
            } else {
                context.fireExceptionCaught(cause);
            }
        }

        private void failed(Throwable cause) {
            var refused = TlsFailures.inWords(link.peer(), cause);
            link.fail(String.valueOf(refused.getMessage()), refused);
        }
    }
}
