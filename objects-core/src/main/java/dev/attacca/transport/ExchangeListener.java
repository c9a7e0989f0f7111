package dev.attacca.transport;

/**
 * Told of every question that was answered on a connection, so that sizes and round trips can be counted.
 *
 * <p>Thread safety: called by whichever thread reads the answer, so by many at once; must be quick and must not throw.
 */
@FunctionalInterface
public interface ExchangeListener {
    /** Hears nothing. */
    ExchangeListener NONE = exchange -> {};

    /** Called once per answer, a fault included; not for keepalives, and not for what got no answer. */
    void answered(Exchange exchange);

    /**
     * One round trip.
     *
     * @param message {@code hello}, {@code act}, {@code query} or {@code ping}
     * @param requestBytes size of the frame that was sent, its four length bytes included
     * @param replyBytes size of the frame that came back, likewise
     * @param nanos time from handing the call to the connection until its answer was there
     */
    record Exchange(String message, int requestBytes, int replyBytes, long nanos) {}
}
