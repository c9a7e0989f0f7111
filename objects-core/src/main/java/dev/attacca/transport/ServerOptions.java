package dev.attacca.transport;

import dev.attacca.error.ConfigurationException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, and the limits that keep one peer from hurting the others. Immutable.
 *
 * @param address where to listen; port 0 means: any free one
 * @param workers how many bodies may run at once, besides a quick one per event loop
 * @param backlog how many calls may wait for a worker; one more is answered with {@code OVERLOADED}
 * @param ioThreads event loops, each with two threads: while one drives it the other watches; between two turns quick bodies run there,
 *     never while the loop is held
 * @param maxConnections one more is closed at once
 * @param maxHandshakes how many handshakes may run or wait for a worker at once, so that a fleet that comes back leaves the backlog
 *     to calls; one more is answered with {@code OVERLOADED} and when to come again
 * @param maxInFlight unanswered calls per connection; one more is answered with {@code TOO_MANY_IN_FLIGHT}
 * @param maxFrameBytes the longest request, once the handshake is done
 * @param firstFrameBytes the longest frame before that
 * @param schemaFrameBytes the longest frame after the server asked for a schema set, until the handshake is done
 * @param maxReplyBytes the longest answer, its parts together; a longer one is replaced by a fault
 * @param partBytes how much of a large answer goes out at once to a caller that takes parts, so that small ones pass
 * @param frameSilence how long an unfinished frame may go without a byte
 * @param frameTime how long a frame may take altogether
 * @param helloTime how long a connection may go without a handshake
 * @param idleTime how long a connection may be silent that promised no keepalive
 * @param slowReaderTime how long a peer may leave a full send buffer unread
 * @param sendBufferBytes from how many unsent bytes on nothing more is read from the connection
 * @param requestBytes how many bytes of calls may wait in the whole process before the connections that hold most are stopped
 * @param replyBytes the same, of answers
 * @param quickRun methods whose runs are shorter than that are run by the thread that read their call, between two turns of its event
 *     loop; others by the workers
 * @param closeGrace how long {@link TransportServer#close} waits for running calls
 * @param tls how connections are secured, or null for plaintext
 */
public record ServerOptions(
        InetSocketAddress address,
        int workers,
        int backlog,
        int ioThreads,
        int maxConnections,
        int maxHandshakes,
        int maxInFlight,
        int maxFrameBytes,
        int firstFrameBytes,
        int schemaFrameBytes,
        int maxReplyBytes,
        int partBytes,
        Duration frameSilence,
        Duration frameTime,
        Duration helloTime,
        Duration idleTime,
        Duration slowReaderTime,
        int sendBufferBytes,
        int requestBytes,
        int replyBytes,
        Duration quickRun,
        Duration closeGrace,
        @Nullable ServerTlsOptions tls) {

    /** Below that a part is more frame than content, and callers take it for an attack. */
    static final int LEAST_PART_BYTES = 1024;

    /** Checks every value. */
    public ServerOptions {
        positive("workers", workers);
        positive("backlog", backlog);
        positive("ioThreads", ioThreads);
        positive("maxConnections", maxConnections);
        positive("maxHandshakes", maxHandshakes);
        positive("maxInFlight", maxInFlight);
        positive("maxFrameBytes", maxFrameBytes);
        positive("firstFrameBytes", firstFrameBytes);
        positive("schemaFrameBytes", schemaFrameBytes);
        positive("maxReplyBytes", maxReplyBytes);
        atLeast("partBytes", partBytes, LEAST_PART_BYTES);
        positive("sendBufferBytes", sendBufferBytes);
        positive("requestBytes", requestBytes);
        positive("replyBytes", replyBytes);
        positive("frameSilence", frameSilence);
        positive("frameTime", frameTime);
        positive("helloTime", helloTime);
        positive("idleTime", idleTime);
        positive("slowReaderTime", slowReaderTime);
        positive("quickRun", quickRun);
        positive("closeGrace", closeGrace);
    }

    /** The defaults, listening at that address. */
    public static ServerOptions at(InetSocketAddress address) {
        return builder(address).build();
    }

    /** Begins with the defaults. */
    public static Builder builder(InetSocketAddress address) {
        return new Builder(address);
    }

    static void positive(String name, int value) {
        if (value <= 0) {
            throw new ConfigurationException(name + ": " + value + " (expected: at least 1)");
        }
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new ConfigurationException(name + ": " + value + " (expected: at least " + least + ")");
        }
    }

    static void positive(String name, Duration value) {
        // The upper bound keeps every sum of monotonic times far from overflow.
        if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
            throw new ConfigurationException(name + ": " + value + " (expected: more than 0, at most PT24H)");
        }
    }

    /** Thread safety: confined to one thread. */
    public static final class Builder {
        private static final int KIB = 1024;

        private final InetSocketAddress address;
        private int workers = Math.max(16, 4 * Runtime.getRuntime().availableProcessors());
        private int backlog = 1024;
        private int ioThreads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        private int maxConnections = 20_000;
        private int maxHandshakes = 256;
        private int maxInFlight = 64;
        private int maxFrameBytes = 1024 * KIB;
        private int firstFrameBytes = 16 * KIB;
        private int schemaFrameBytes = 256 * KIB;
        private int maxReplyBytes = 16 * 1024 * KIB;
        private int partBytes = 64 * KIB;
        private Duration frameSilence = Duration.ofSeconds(10);
        private Duration frameTime = Duration.ofSeconds(30);
        private Duration helloTime = Duration.ofSeconds(30);
        private Duration idleTime = Duration.ofMinutes(10);
        private Duration slowReaderTime = Duration.ofSeconds(30);
        private int sendBufferBytes = 1024 * KIB;
        private int requestBytes = 64 * 1024 * KIB;
        private int replyBytes = 64 * 1024 * KIB;
        private Duration quickRun = Duration.ofNanos(50_000);
        private Duration closeGrace = Duration.ofSeconds(10);
        private @Nullable ServerTlsOptions tls;

        private Builder(InetSocketAddress address) {
            this.address = address;
        }

        /** See {@link ServerOptions#workers}. */
        public Builder workers(int value) {
            positive("workers", value);
            workers = value;
            return this;
        }

        /** See {@link ServerOptions#backlog}. */
        public Builder backlog(int value) {
            positive("backlog", value);
            backlog = value;
            return this;
        }

        /** See {@link ServerOptions#ioThreads}. */
        public Builder ioThreads(int value) {
            positive("ioThreads", value);
            ioThreads = value;
            return this;
        }

        /** See {@link ServerOptions#maxConnections}. */
        public Builder maxConnections(int value) {
            positive("maxConnections", value);
            maxConnections = value;
            return this;
        }

        /** See {@link ServerOptions#maxHandshakes}. */
        public Builder maxHandshakes(int value) {
            positive("maxHandshakes", value);
            maxHandshakes = value;
            return this;
        }

        /** See {@link ServerOptions#maxInFlight}. */
        public Builder maxInFlight(int value) {
            positive("maxInFlight", value);
            maxInFlight = value;
            return this;
        }

        /** See {@link ServerOptions#maxFrameBytes}. */
        public Builder maxFrameBytes(int value) {
            positive("maxFrameBytes", value);
            maxFrameBytes = value;
            return this;
        }

        /** See {@link ServerOptions#firstFrameBytes}. */
        public Builder firstFrameBytes(int value) {
            positive("firstFrameBytes", value);
            firstFrameBytes = value;
            return this;
        }

        /** See {@link ServerOptions#schemaFrameBytes}. */
        public Builder schemaFrameBytes(int value) {
            positive("schemaFrameBytes", value);
            schemaFrameBytes = value;
            return this;
        }

        /** See {@link ServerOptions#maxReplyBytes}. */
        public Builder maxReplyBytes(int value) {
            positive("maxReplyBytes", value);
            maxReplyBytes = value;
            return this;
        }

        /** See {@link ServerOptions#partBytes}; at least 1024. */
        public Builder partBytes(int value) {
            atLeast("partBytes", value, LEAST_PART_BYTES);
            partBytes = value;
            return this;
        }

        /** See {@link ServerOptions#frameSilence}. */
        public Builder frameSilence(Duration value) {
            positive("frameSilence", value);
            frameSilence = value;
            return this;
        }

        /** See {@link ServerOptions#frameTime}. */
        public Builder frameTime(Duration value) {
            positive("frameTime", value);
            frameTime = value;
            return this;
        }

        /** See {@link ServerOptions#helloTime}. */
        public Builder helloTime(Duration value) {
            positive("helloTime", value);
            helloTime = value;
            return this;
        }

        /** See {@link ServerOptions#idleTime}. */
        public Builder idleTime(Duration value) {
            positive("idleTime", value);
            idleTime = value;
            return this;
        }

        /** See {@link ServerOptions#slowReaderTime}. */
        public Builder slowReaderTime(Duration value) {
            positive("slowReaderTime", value);
            slowReaderTime = value;
            return this;
        }

        /** See {@link ServerOptions#sendBufferBytes}. */
        public Builder sendBufferBytes(int value) {
            positive("sendBufferBytes", value);
            sendBufferBytes = value;
            return this;
        }

        /** See {@link ServerOptions#requestBytes}. */
        public Builder requestBytes(int value) {
            positive("requestBytes", value);
            requestBytes = value;
            return this;
        }

        /** See {@link ServerOptions#replyBytes}. */
        public Builder replyBytes(int value) {
            positive("replyBytes", value);
            replyBytes = value;
            return this;
        }

        /** See {@link ServerOptions#quickRun}. */
        public Builder quickRun(Duration value) {
            positive("quickRun", value);
            quickRun = value;
            return this;
        }

        /** See {@link ServerOptions#closeGrace}. */
        public Builder closeGrace(Duration value) {
            positive("closeGrace", value);
            closeGrace = value;
            return this;
        }

        /** See {@link ServerOptions#tls}. */
        public Builder tls(@Nullable ServerTlsOptions value) {
            tls = value;
            return this;
        }

        /** The finished options. */
        public ServerOptions build() {
            return new ServerOptions(
                    address,
                    workers,
                    backlog,
                    ioThreads,
                    maxConnections,
                    maxHandshakes,
                    maxInFlight,
                    maxFrameBytes,
                    firstFrameBytes,
                    schemaFrameBytes,
                    maxReplyBytes,
                    partBytes,
                    frameSilence,
                    frameTime,
                    helloTime,
                    idleTime,
                    slowReaderTime,
                    sendBufferBytes,
                    requestBytes,
                    replyBytes,
                    quickRun,
                    closeGrace,
                    tls);
        }
    }
}
