package dev.attacca.transport;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a connection, as far as the transport knows it. Immutable.
 *
 * @param address from where it comes; says nothing about who it is
 * @param identity who it is, proven by TLS; null where nothing was proven, because the connection is plaintext or clients need no
 *     certificate
 */
public record Peer(SocketAddress address, @Nullable PeerIdentity identity) {}
