package dev.attacca.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Looks at the first byte of a plaintext connection, which tells TLS from frames, so that both ends can say in words that only
 * one of them speaks TLS. Leaves the pipeline when that byte is in order.
 *
 * <p>Thread safety: confined to its event loop.
 */
final class FirstByte extends ChannelInboundHandlerAdapter {
    /** Sources: RFC 8446, 5.1 and 6. As the first of a frame's length they would announce more than 350 MB. */
    static final byte TLS_ALERT = 0x15;

    static final byte TLS_HANDSHAKE = 0x16;

    private static final byte FATAL = 2;
    private static final byte NO_APPLICATION_PROTOCOL = 120;

    private final byte unwelcome;
    private final Runnable onUnwelcome;
    private boolean refused;

    private FirstByte(byte unwelcome, Runnable onUnwelcome) {
        this.unwelcome = unwelcome;
        this.onUnwelcome = onUnwelcome;
    }

    /** For a server without TLS: answers a TLS hello in its own language. */
    static FirstByte ofCaller(ServerConnection connection) {
        return new FirstByte(TLS_HANDSHAKE, () -> connection.close(CloseReason.TLS_TO_PLAINTEXT));
    }

    /** For a client without TLS. */
    static FirstByte ofConductor(ClientLink link) {
        return new FirstByte(
                TLS_ALERT, () -> link.fail("the conductor speaks TLS", TlsFailures.conductorSpeaksTls(link.peer())));
    }

    /** What tells a peer, whichever of the two it speaks, that this side speaks the other. */
    static ByteBuf alert() {
        return Unpooled.wrappedBuffer(new byte[] {TLS_ALERT, 3, 3, 0, 2, FATAL, NO_APPLICATION_PROTOCOL});
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
            return;
        }
        ByteBuf bytes = (ByteBuf) message;
        if (!bytes.isReadable() || bytes.getByte(bytes.readerIndex()) != unwelcome) {
            if (bytes.isReadable()) {
                context.pipeline().remove(this);
            }
            context.fireChannelRead(message);
            return;
        }
        refused = true;
        bytes.release();
        if (unwelcome == TLS_HANDSHAKE) {
            var unused = context.writeAndFlush(alert());
        }
        onUnwelcome.run();
    }
}
