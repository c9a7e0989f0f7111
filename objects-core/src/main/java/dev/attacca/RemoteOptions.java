package dev.attacca;

import dev.attacca.codec.CodecKind;
import dev.attacca.error.ConfigurationException;
import dev.attacca.transport.ClientTlsOptions;
import dev.attacca.transport.ExchangeListener;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which conductors to call, and how. Immutable; each method returns a changed copy.
 *
 * @param conductors at least one; where there are more, or a name has several addresses, two of them are connected
 * @param peer how this process is named in the conductors' logs
 * @param callTimeout what a call may take whose request has no deadline; more than 0, at most ten minutes
 * @param listener told of every answer, for counters and tests
 * @param codec how calls are written; {@link CodecKind#JSON} to read along, larger and slower
 * @param tls how connections are secured, or null for plaintext
 */
public record RemoteOptions(
        List<InetSocketAddress> conductors,
        String peer,
        Duration callTimeout,
        ExchangeListener listener,
        CodecKind codec,
        @Nullable ClientTlsOptions tls) {
    private static final int MAX_PORT = 65_535;

    /** Checks every value. */
    public RemoteOptions {
        conductors = List.copyOf(conductors);
        if (conductors.isEmpty()) {
            throw new ConfigurationException("conductors: none (expected: at least one host:port)");
        }
        boolean possible = !callTimeout.isNegative()
                && !callTimeout.isZero()
                && callTimeout.compareTo(Duration.ofMinutes(10)) <= 0;
        if (!possible) {
            throw new ConfigurationException("callTimeout: " + callTimeout + " (expected: more than 0, at most PT10M)");
        }
    }

    /**
     * The defaults: this process's number as its name, ten seconds for a call.
     *
     * @param hostAndPort one conductor or several, such as {@code 127.0.0.1:7400}; names are resolved at each connection
     * @throws ConfigurationException if one of them has another form
     */
    public static RemoteOptions to(String... hostAndPort) {
        List<InetSocketAddress> conductors = new ArrayList<>();
        for (String each : hostAndPort) {
            conductors.add(address(each));
        }
        String self = "process " + ProcessHandle.current().pid();
        return new RemoteOptions(
                conductors, self, Duration.ofSeconds(10), ExchangeListener.NONE, CodecKind.BINARY, null);
    }

    private static InetSocketAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        if (colon > 0) {
            try {
                int port = Integer.parseInt(hostAndPort.substring(colon + 1));
                if (port > 0 && port <= MAX_PORT) {
                    return InetSocketAddress.createUnresolved(hostAndPort.substring(0, colon), port);
                }
            } catch (NumberFormatException notANumber) {
                throw malformed(hostAndPort, notANumber);
            }
        }
        throw malformed(hostAndPort, null);
    }

    private static ConfigurationException malformed(String hostAndPort, @Nullable NumberFormatException cause) {
        return new ConfigurationException(
                "conductor: " + hostAndPort + " (expected: host:port with a port from 1 to " + MAX_PORT + ")",
                Map.of(),
                cause);
    }

    /** The same, with another name in the conductors' logs. */
    public RemoteOptions peer(String name) {
        return new RemoteOptions(conductors, name, callTimeout, listener, codec, tls);
    }

    /** The same, with another time for calls whose request has no deadline. */
    public RemoteOptions callTimeout(Duration timeout) {
        return new RemoteOptions(conductors, peer, timeout, listener, codec, tls);
    }

    /** The same, with a listener told of every answer. */
    public RemoteOptions listener(ExchangeListener told) {
        return new RemoteOptions(conductors, peer, callTimeout, told, codec, tls);
    }

    /** The same, with calls written in another codec. */
    public RemoteOptions codec(CodecKind kind) {
        return new RemoteOptions(conductors, peer, callTimeout, listener, kind, tls);
    }

    /** The same, secured by TLS 1.3; null for plaintext. */
    public RemoteOptions tls(@Nullable ClientTlsOptions secured) {
        return new RemoteOptions(conductors, peer, callTimeout, listener, codec, secured);
    }
}
