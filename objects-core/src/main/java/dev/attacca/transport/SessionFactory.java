package dev.attacca.transport;

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
     * @param peer from where the connection comes, and who TLS has proven it to be
     */
    ServerSession open(Peer peer);
}
