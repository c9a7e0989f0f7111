package dev.attacca.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Stands between the network and a TLS handshake on the server's side: whoever has not proven anything yet gets few bytes, and
 * whoever is refused gets to hear why. Leaves the pipeline when the handshake has succeeded.
 *
 * <p>Thread safety: confined to its event loop.
 */
final class TlsGuard extends ChannelDuplexHandler {
    /** A chain as long as is allowed, a first frame as long as is allowed, and what a handshake needs besides. */
    private static final int MOST_BYTES = 32 * 1024;

    /**
     * A connection closed with unread bytes in it is reset, and a reset overtakes the alert that says why. In TLS 1.3 there
     * nearly always are some: the peer's first request follows its certificate without waiting.
     */
    private static final int LINGER_MILLIS = 500;

    private final ServerConnection connection;
    private int bytes;
    private boolean ending;

    TlsGuard(ServerConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf read = (ByteBuf) message;
        if (ending) {
            ReferenceCountUtil.release(message);
            return;
        }
        boolean first = bytes == 0 && read.isReadable();
        bytes += read.readableBytes();
        if (first && read.getByte(read.readerIndex()) != FirstByte.TLS_HANDSHAKE) {
            read.release();
            var unused = context.writeAndFlush(FirstByte.alert());
            connection.close(CloseReason.PLAINTEXT_TO_TLS);
        } else if (bytes > MOST_BYTES) {
            read.release();
            connection.close(CloseReason.TLS_HANDSHAKE_TOO_LARGE);
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        DuplexChannel channel = (DuplexChannel) context.channel();
        if (!channel.isActive()) {
            var unused = context.close(promise);
            return;
        }
        var unused = channel.closeFuture().addListener(closed -> promise.trySuccess());
        if (!ending) {
            ending = true;
            unused = channel.shutdownOutput();
            channel.config().setAutoRead(true);
            scheduleEnd(context);
        }
    }

    private static void scheduleEnd(ChannelHandlerContext context) {
        var unused = context.executor().schedule(() -> end(context), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void end(ChannelHandlerContext context) {
        var unused = context.close();
    }
}
