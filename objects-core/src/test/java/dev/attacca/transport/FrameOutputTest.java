package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.Random;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameOutputTest {
    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false);
    private final FrameOutput output = new FrameOutput();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2047, 2048, 2049, 4096, 100_000})
    void aFrameIsWhatWasWrittenBehindItsLength(int bytes) throws TTransportException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);

        for (int piece : new int[] {1, 7, 1_000, 100_000}) {
            output.begin(buffers, bytes);
            for (int at = 0; at < bytes; at += piece) {
                output.write(content, at, Math.min(piece, bytes - at));
            }
            ByteBuf frame = output.frame();
            output.end();

            assertThat(frame.readInt()).isEqualTo(bytes);
            byte[] behind = new byte[frame.readableBytes()];
            frame.readBytes(behind);
            assertThat(Arrays.equals(behind, content)).isTrue();
            frame.release();
        }
        assertThat(buffers.metric().usedHeapMemory()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2048, 5_000})
    void aMessageThatIsTooLongLeavesNothingBehind(int most) throws TTransportException {
        output.begin(buffers, most);
        output.write(new byte[most], 0, most);

        assertThatThrownBy(() -> output.write(new byte[1], 0, 1))
                .isInstanceOf(FrameOutput.FrameTooLargeException.class);
        output.end();

        assertThat(buffers.metric().usedHeapMemory() + buffers.metric().usedDirectMemory())
                .isZero();
    }

    @Test
    void aLongMessageDoesNotShowInTheNext() throws TTransportException {
        output.begin(buffers, 5_000);
        output.write(new byte[5_000], 0, 5_000);
        output.end();

        output.begin(buffers, 10);
        output.write(new byte[] {42}, 0, 1);
        ByteBuf frame = output.frame();

        assertThat(frame.readInt()).isEqualTo(1);
        assertThat(frame.readByte()).isEqualTo((byte) 42);
        assertThat(frame.isReadable()).isFalse();
        frame.release();
    }
}
