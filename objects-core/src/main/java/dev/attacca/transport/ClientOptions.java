package dev.attacca.transport;

import dev.attacca.codec.CodecKind;
import dev.attacca.error.ConfigurationException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Which conductors a client talks to, and how patient it is. Immutable.
 *
 * @param addresses conductors, any of which will do; names are resolved anew at each attempt to connect, and one with several
 *     addresses is several conductors
 * @param connections how many connections to keep, each to another conductor; the spare ones make a conductor's end unnoticed
 * @param connectionsToOne how many of them to keep where there is only one conductor; calls gather on one of them while it has few in flight
 * @param eager whether to connect at once, and not only when somebody asks
 * @param connectTime how long one attempt to connect may take
 * @param handshakeTime how long one handshake may take
 * @param keepalive how long a connection may be silent before a sign of life is asked for; after three times as long without
 *     one it is given up
 * @param firstRetry upper bound of the pause after the first failed attempt; it doubles with each further one, and the pause
 *     itself is a random part of it
 * @param longestRetry what the upper bound never exceeds
 * @param maxPending calls per connection that wait to be sent or answered; one more is refused
 * @param maxPendingBytes bytes of calls per connection that wait to be sent; a call that would make it more is refused
 * @param maxFrameBytes the longest frame of an answer
 * @param partsBytes how many bytes of large answers, which come in parts, one connection holds before they are whole
 * @param codec how the bodies of calls are written
 * @param closeGrace how long {@link TransportClient#close} waits for answers
 * @param tls how connections are secured, or null for plaintext
 * @param callbacks runs what users hang on to futures; null for two threads of the client's own, which also take
 *     what it would run on the event loop, and end what it refuses
 * @param listener told of every answer
 */
public record ClientOptions(
        List<InetSocketAddress> addresses,
        int connections,
        int connectionsToOne,
        boolean eager,
        Duration connectTime,
        Duration handshakeTime,
        Duration keepalive,
        Duration firstRetry,
        Duration longestRetry,
        int maxPending,
        int maxPendingBytes,
        int maxFrameBytes,
        int partsBytes,
        CodecKind codec,
        Duration closeGrace,
        @Nullable ClientTlsOptions tls,
        @Nullable Executor callbacks,
        ExchangeListener listener) {
    /** Enough for a process that stands for a fleet; a conductor takes 20,000, and no single client should have many of them. */
    private static final int MOST_CONNECTIONS = 1024;

    /** Checks every value. */
    public ClientOptions {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new ConfigurationException("addresses: none (expected: at least one host:port of a conductor)");
        }
        possible(connections, connectionsToOne);
        ServerOptions.positive("connectTime", connectTime);
        ServerOptions.positive("handshakeTime", handshakeTime);
        ServerOptions.positive("keepalive", keepalive);
        ServerOptions.positive("firstRetry", firstRetry);
        ServerOptions.positive("longestRetry", longestRetry);
        ServerOptions.positive("closeGrace", closeGrace);
        countable(maxPending);
        ServerOptions.positive("maxPendingBytes", maxPendingBytes);
        ServerOptions.positive("maxFrameBytes", maxFrameBytes);
        ServerOptions.positive("partsBytes", partsBytes);
    }

    private static void countable(int maxPending) {
        if (maxPending < 1 || maxPending > SequenceIds.MOST) {
            throw new ConfigurationException(
                    "maxPending: " + maxPending + " (expected: 1 to " + SequenceIds.MOST + ")");
        }
    }

    private static void possible(int connections, int toOne) {
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new ConfigurationException(
                    "connections: " + connections + " (expected: 1 to " + MOST_CONNECTIONS + ")");
        }
        if (toOne < 1 || toOne > connections) {
            throw new ConfigurationException(
                    "connectionsToOne: " + toOne + " (expected: 1 to " + connections + ", the number of connections)");
        }
    }

    /** The defaults, for one conductor. */
    public static ClientOptions to(InetSocketAddress address) {
        return builder(address).build();
    }

    /** Begins with the defaults. */
    public static Builder builder(InetSocketAddress... addresses) {
        return new Builder(List.of(addresses));
    }

    /** Thread safety: confined to one thread. */
    public static final class Builder {
        private final List<InetSocketAddress> addresses;
        private int connections = 2;
        private int connectionsToOne = 1;
        private boolean eager;
        private Duration connectTime = Duration.ofSeconds(2);
        private Duration handshakeTime = Duration.ofSeconds(10);
        private Duration keepalive = Duration.ofSeconds(3);
        private Duration firstRetry = Duration.ofMillis(50);
        private Duration longestRetry = Duration.ofSeconds(2);
        private int maxPending = 4096;
        private int maxPendingBytes = 64 * 1024 * 1024;
        private int maxFrameBytes = 16 * 1024 * 1024;
        private int partsBytes = 32 * 1024 * 1024;
        private CodecKind codec = CodecKind.BINARY;
        private Duration closeGrace = Duration.ofSeconds(2);
        private @Nullable ClientTlsOptions tls;
        private @Nullable Executor callbacks;
        private ExchangeListener listener = ExchangeListener.NONE;

        private Builder(List<InetSocketAddress> addresses) {
            this.addresses = addresses;
        }

        /** See {@link ClientOptions#connections} and {@link ClientOptions#connectionsToOne}. */
        public Builder connections(int value, int toOne) {
            possible(value, toOne);
            connections = value;
            connectionsToOne = toOne;
            return this;
        }

        /** See {@link ClientOptions#eager}. */
        public Builder eager(boolean value) {
            eager = value;
            return this;
        }

        /** See {@link ClientOptions#connectTime}. */
        public Builder connectTime(Duration value) {
            ServerOptions.positive("connectTime", value);
            connectTime = value;
            return this;
        }

        /** See {@link ClientOptions#handshakeTime}. */
        public Builder handshakeTime(Duration value) {
            ServerOptions.positive("handshakeTime", value);
            handshakeTime = value;
            return this;
        }

        /** See {@link ClientOptions#keepalive}. */
        public Builder keepalive(Duration value) {
            ServerOptions.positive("keepalive", value);
            keepalive = value;
            return this;
        }

        /** See {@link ClientOptions#firstRetry} and {@link ClientOptions#longestRetry}. */
        public Builder retry(Duration first, Duration longest) {
            ServerOptions.positive("firstRetry", first);
            ServerOptions.positive("longestRetry", longest);
            firstRetry = first;
            longestRetry = longest;
            return this;
        }

        /** See {@link ClientOptions#maxPending}. */
        public Builder maxPending(int value) {
            countable(value);
            maxPending = value;
            return this;
        }

        /** See {@link ClientOptions#maxPendingBytes}. */
        public Builder maxPendingBytes(int value) {
            ServerOptions.positive("maxPendingBytes", value);
            maxPendingBytes = value;
            return this;
        }

        /** See {@link ClientOptions#maxFrameBytes}. */
        public Builder maxFrameBytes(int value) {
            ServerOptions.positive("maxFrameBytes", value);
            maxFrameBytes = value;
            return this;
        }

        /** See {@link ClientOptions#partsBytes}. */
        public Builder partsBytes(int value) {
            ServerOptions.positive("partsBytes", value);
            partsBytes = value;
            return this;
        }

        /** See {@link ClientOptions#codec}. */
        public Builder codec(CodecKind value) {
            codec = value;
            return this;
        }

        /** See {@link ClientOptions#closeGrace}. */
        public Builder closeGrace(Duration value) {
            ServerOptions.positive("closeGrace", value);
            closeGrace = value;
            return this;
        }

        /** See {@link ClientOptions#tls}. */
        public Builder tls(@Nullable ClientTlsOptions value) {
            tls = value;
            return this;
        }

        /** See {@link ClientOptions#callbacks}. */
        public Builder callbacks(Executor value) {
            callbacks = value;
            return this;
        }

        /** See {@link ClientOptions#listener}. */
        public Builder listener(ExchangeListener value) {
            listener = value;
            return this;
        }

        /** The finished options. */
        public ClientOptions build() {
            return new ClientOptions(
                    addresses,
                    connections,
                    connectionsToOne,
                    eager,
                    connectTime,
                    handshakeTime,
                    keepalive,
                    firstRetry,
                    longestRetry,
                    maxPending,
                    maxPendingBytes,
                    maxFrameBytes,
                    partsBytes,
                    codec,
                    closeGrace,
                    tls,
                    callbacks,
                    listener);
        }
    }
}
