package dev.attacca.transport;

import dev.attacca.transport.thrift.Caller;
import dev.attacca.transport.thrift.Hello;
import io.netty.channel.Channel;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.jspecify.annotations.Nullable;

/**
 * What tells a caller that this server is there while its connection is not read because of what it holds. Its pings are not
 * read then, and it would take the silence for death; so it hears as often as it promised to be heard itself.
 *
 * <p>Thread safety: confined to the event loop of its channel.
 */
final class SignsOfLife {
    private static final long NEVER = 0;

    private final Channel channel;
    private final AnswerWriter writer;
    private Encoding spoken = Encoding.COMPACT;
    private long interval = NEVER;
    private @Nullable ScheduledFuture<?> next;

    SignsOfLife(Channel channel, AnswerWriter writer) {
        this.channel = channel;
        this.writer = writer;
    }

    /** Takes over what the caller said, and how; one that did not say that it understands them gets none. */
    void agreed(Hello hello, Encoding spoken) {
        if (hello.isAcceptsDrain() && hello.getKeepaliveMillis() > 0) {
            this.spoken = spoken;
            interval = PeerWatch.keepaliveNanos(hello.getKeepaliveMillis());
        }
    }

    /** Begins. */
    void begin() {
        if (interval != NEVER && next == null && channel.isActive()) {
            next = channel.eventLoop().scheduleWithFixedDelay(this::give, interval, interval, TimeUnit.NANOSECONDS);
        }
    }

    /** No more until it begins again. */
    void end() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }

    private void give() {
        // While a send buffer is full the caller has enough to read, or does not read.
        if (channel.isWritable()) {
            writer.write(spoken, new TMessage(Message.ALIVE, TMessageType.ONEWAY, 0), new Caller.alive_args());
            channel.flush();
        }
    }
}
