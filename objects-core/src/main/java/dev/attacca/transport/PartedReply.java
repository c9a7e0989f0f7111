package dev.attacca.transport;

import dev.attacca.transport.thrift.Caller;
import dev.attacca.transport.thrift.Reply;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.apache.thrift.TBase;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;

/**
 * A reply whose body goes out in several frames: parts, then the reply itself with what is left. The body is held once; a frame
 * is written when it is its turn.
 *
 * <p>Thread safety: made by a worker, then confined to the event loop of its connection.
 */
final class PartedReply {
    /** Seqid of messages that answer nothing. */
    private static final int UNASKED = 0;

    private final ServerCall call;
    private final TBase<?, ?> result;
    private final Reply reply;
    private final ByteBuffer left;
    private final int partBytes;
    private final int bytes;

    /**
     * Takes a result apart.
     *
     * @param result the answer, of which the reply is a part
     * @param partBytes what no frame's share of the body exceeds
     */
    PartedReply(ServerCall call, TBase<?, ?> result, Reply reply, int partBytes) {
        this.call = call;
        this.result = result;
        this.reply = reply;
        this.left = reply.bufferForBody().duplicate();
        this.partBytes = partBytes;
        this.bytes = left.remaining();
    }

    ServerCall call() {
        return call;
    }

    /** The size of the body. */
    int bytes() {
        return bytes;
    }

    /** What is still to be written of the body. */
    int bytesLeft() {
        return left.remaining();
    }

    /** Whether the next frame is the reply. */
    boolean atItsEnd() {
        return left.remaining() <= partBytes;
    }

    /** The next part; only before the end. */
    ByteBuf nextPart() {
        ByteBuffer piece = left.slice().limit(partBytes);
        left.position(left.position() + partBytes);
        return Message.write(
                call.connection.allocator(),
                call.message.encoding(),
                new TMessage(Message.PART, TMessageType.ONEWAY, UNASKED),
                new Caller.part_args(call.message.seqid(), piece),
                call.connection.writer().maxAnswerBytes());
    }

    /** The reply with the rest of the body. */
    ByteBuf end() {
        reply.setBody(left.slice());
        left.position(left.limit());
        return call.frameOf(result);
    }
}
