package dev.attacca.transport;

import dev.attacca.transport.thrift.Reply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What has come of a result that is too large for one frame: the frames' own arrays, put together once, by the thread that waits
 * for the whole.
 *
 * <p>Thread safety: filled on the event loop, read by whoever the answer was handed to.
 */
final class ReplyParts {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final List<ByteBuffer> pieces = new ArrayList<>();
    private int bodyBytes;
    private int frameBytes;

    /** Adds a piece, of a frame of that size. */
    void add(ByteBuffer piece, int sizeOfFrame) {
        pieces.add(piece);
        bodyBytes += piece.remaining();
        frameBytes += sizeOfFrame;
    }

    /** The memory that this holds, as frames on the wire. */
    int frameBytes() {
        return frameBytes;
    }

    /** The reply with the whole body. */
    Reply before(Reply end) {
        ByteBuffer rest = end.isSetBody() ? end.bufferForBody() : NOTHING;
        ByteBuffer whole = ByteBuffer.allocate(bodyBytes + rest.remaining());
        pieces.forEach(whole::put);
        whole.put(rest).flip();
        pieces.clear();
        return end.setBody(whole);
    }
}
