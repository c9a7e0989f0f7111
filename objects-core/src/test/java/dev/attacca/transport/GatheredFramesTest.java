package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class GatheredFramesTest {
    private final LongAdder flushes = new LongAdder();
    private final EmbeddedChannel channel = new EmbeddedChannel(new GatheredFrames(flushes));

    private ByteBuf write(int bytes, int value) {
        ByteBuf frame = Unpooled.buffer(bytes);
        for (int i = 0; i < bytes; i++) {
            frame.writeByte(value);
        }
        var unused = channel.write(frame, channel.voidPromise());
        return frame;
    }

    /** How many bytes the next write to the socket has, 0 if there is none. */
    private int next() {
        ByteBuf written = channel.readOutbound();
        if (written == null) {
            return 0;
        }
        int bytes = written.readableBytes();
        written.release();
        return bytes;
    }

    @Test
    void a_frame_alone_goes_on_as_it_is() {
        ByteBuf frame = write(100, 1);

        assertThat(next()).isZero();
        channel.flush();

        assertThat(channel.<ByteBuf>readOutbound()).isSameAs(frame);
        frame.release();
    }

    @Test
    void small_frames_between_two_flushes_are_one_write_in_their_order() {
        ByteBuf first = write(3, 1);
        ByteBuf second = write(2, 2);
        ByteBuf third = write(1, 3);
        channel.flush();

        ByteBuf written = channel.readOutbound();
        byte[] bytes = new byte[written.readableBytes()];
        written.readBytes(bytes);
        written.release();
        assertThat(bytes).containsExactly(1, 1, 1, 2, 2, 3);
        assertThat(next()).isZero();
        assertThat(first.refCnt() + second.refCnt() + third.refCnt()).isZero();
    }

    @Test
    void what_does_not_fit_any_more_begins_another_write() {
        int frames = GatheredFrames.MOST_BYTES / GatheredFrames.SMALL_FRAME;
        for (int i = 0; i <= frames; i++) {
            write(GatheredFrames.SMALL_FRAME, i);
        }
        channel.flush();

        assertThat(next()).isEqualTo(GatheredFrames.MOST_BYTES);
        assertThat(next()).isEqualTo(GatheredFrames.SMALL_FRAME);
        assertThat(next()).isZero();
    }

    @Test
    void a_large_frame_and_one_that_somebody_waits_for_stay_behind_what_was_gathered() {
        write(1, 1);
        write(2, 2);
        write(GatheredFrames.SMALL_FRAME + 1, 3);
        write(4, 4);
        ChannelFuture awaited = channel.write(Unpooled.buffer(5).writeZero(5));
        channel.flush();

        assertThat(next()).isEqualTo(3);
        assertThat(next()).isEqualTo(GatheredFrames.SMALL_FRAME + 1);
        assertThat(next()).isEqualTo(4);
        assertThat(next()).isEqualTo(5);
        assertThat(awaited.isSuccess()).isTrue();
    }

    @Test
    void what_went_on_is_counted_by_flush_and_a_flush_of_nothing_is_not() {
        channel.flush();
        write(1, 1);
        write(2, 2);
        write(GatheredFrames.SMALL_FRAME + 1, 3);
        channel.flush();
        channel.flush();
        write(4, 4);
        channel.flush();

        assertThat(flushes.sum()).isEqualTo(2);
        channel.releaseOutbound();
    }

    @Test
    void what_was_never_flushed_is_freed_with_its_connection() {
        ByteBuf alone = write(1, 1);

        channel.finishAndReleaseAll();

        assertThat(alone.refCnt()).isZero();
    }
}
