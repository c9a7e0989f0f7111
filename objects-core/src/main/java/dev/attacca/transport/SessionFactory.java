package dev.attacca.transport;

import java.net.SocketAddress;

/**
 * Makes the server's half of a conversation.
 *
 * <p>Thread safety: called by several workers at once.
 */
@FunctionalInterface
public interface SessionFactory {
    /**
     * Called once per connection, on a worker, when its first hello has arrived; a connection that sends anything else never
     * gets that far.
     *
     * @param peer from where the connection comes; says nothing about who it is
     */
    ServerSession open(SocketAddress peer);
}
