package dev.attacca.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.EnumMap;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.apache.thrift.transport.TTransportException;

/**
 * Thrift's protocols over memory, used again: to make one costs more than to read or write a small message with it.
 *
 * <p>The pool has a fixed number of places, found by thread, so that any number of virtual threads share a few; who finds a
 * place taken gets protocols of its own. Thread safety: what was taken belongs to whoever took it.
 */
final class Protocols {
    static final int PLACES = 16;
    private static final byte[] NOTHING = {};
    private static final VarHandle TAKEN;
    private static final Protocols[] POOL = new Protocols[PLACES];

    static {
        try {
            TAKEN = MethodHandles.lookup().findVarHandle(Protocols.class, "taken", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
        Arrays.setAll(POOL, place -> new Protocols());
    }

    private final FrameOutput output = new FrameOutput();
    private final TMemoryInputTransport input;
    private final EnumMap<Encoding, TProtocol> writers = new EnumMap<>(Encoding.class);
    private final EnumMap<Encoding, TProtocol> readers = new EnumMap<>(Encoding.class);

    @SuppressWarnings("unused") // By TAKEN.
    private volatile boolean taken;

    private Protocols() {
        try {
            this.input = new TMemoryInputTransport(Message.LIMITS);
        } catch (TTransportException impossible) {
            throw new IllegalStateException("memory that cannot be read", impossible);
        }
    }

    @SuppressWarnings("deprecation") // threadId() came with 19.
    static Protocols take() {
        Protocols place = POOL[(int) Thread.currentThread().getId() & (PLACES - 1)];
        return TAKEN.compareAndSet(place, false, true) ? place : new Protocols();
    }

    /**
     * Gives them back; nothing of them may be used any more.
     *
     * @param whole whether the message was read or written to its end; a protocol that failed knows too much of it
     */
    void giveBack(boolean whole) {
        output.end();
        input.reset(NOTHING, 0, 0);
        if (!whole) {
            writers.clear();
            readers.clear();
        }
        TAKEN.setRelease(this, false);
    }

    /** Writes a message of so many bytes at most, which {@link #written} returns. */
    TProtocol writing(Encoding encoding, ByteBufAllocator allocator, int limit) {
        output.begin(allocator, limit);
        TProtocol known = writers.get(encoding);
        if (known == null) {
            known = encoding.over(output);
            writers.put(encoding, known);
        }
        known.reset();
        return known;
    }

    /** The message that was written, with its length before it, in a buffer that the caller owns. */
    ByteBuf written() {
        return output.frame();
    }

    /** Reads so many bytes. */
    TProtocol reading(Encoding encoding, byte[] bytes, int start, int length) {
        input.reset(bytes, start, length);
        TProtocol known = readers.get(encoding);
        if (known == null) {
            known = encoding.over(input);
            readers.put(encoding, known);
        }
        known.reset();
        return known;
    }

    /** How many bytes are not read yet. */
    int left() {
        return input.getBytesRemainingInBuffer();
    }
}
