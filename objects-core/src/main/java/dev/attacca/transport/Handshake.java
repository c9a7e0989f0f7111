package dev.attacca.transport;

import dev.attacca.registry.DomainErrors;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Welcome;

/**
 * The caller's half of the agreement on a new connection.
 *
 * <p>Thread safety: called by one thread at a time, which may block.
 *
 * @param <S> what is agreed: whatever the layer above needs to write calls for this connection and to read their answers
 */
@FunctionalInterface
public interface Handshake<S> {
    /**
     * Says hello, as often as it takes, and returns what was agreed.
     *
     * <p>An exception ends the connection. A retryable one is tried again on a new connection while anybody waits; any other
     * is thrown to everybody who waits.
     */
    S agree(Line line);

    /** The errors of domains that callers here know by class; none unless overridden. */
    default DomainErrors errors() {
        return DomainErrors.NONE;
    }

    /** A connection on which nothing but hello may be said yet. */
    @FunctionalInterface
    interface Line {
        /**
         * Says hello and waits for the answer. The transport itself fills in the protocol versions, {@code acceptsDrain},
         * {@code keepaliveMillis} and {@code origin}.
         *
         * @throws dev.attacca.error.AttaccaException the conductor's fault, or that of the connection
         */
        Welcome hello(Hello hello);
    }
}
