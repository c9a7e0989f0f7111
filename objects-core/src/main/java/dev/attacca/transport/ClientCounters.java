package dev.attacca.transport;

/**
 * What a client has done since it was opened, read at one moment. Every number but the "now" ones only grows; they are not read
 * under one lock, so their sums may differ by the calls of that instant.
 *
 * @param connectionAttempts attempts to connect
 * @param connectionsAgreed those that ended in an agreement; what is more than the first few is reconnecting
 * @param connectionsNow connections that are open at this moment, agreed or not
 * @param calls questions that were written, handshakes and pings included, each attempt of a repeated call
 * @param callsPendingNow questions that are not answered yet, those that were given up after they were sent included
 * @param callsAnswered questions that were answered, with a fault or a result
 * @param callsLost questions whose connection ended first
 * @param callsExpired questions whose deadline came first
 * @param callsRepeated attempts of a call after its first one
 * @param partsReceived parts of answers too large for one frame
 * @param flushes how often frames, one or many, were handed to a socket
 * @param bytesOut bytes of frames sent, lengths included
 * @param bytesIn bytes of sound frames received, lengths included
 */
public record ClientCounters(
        long connectionAttempts,
        long connectionsAgreed,
        int connectionsNow,
        long calls,
        int callsPendingNow,
        long callsAnswered,
        long callsLost,
        long callsExpired,
        long callsRepeated,
        long partsReceived,
        long flushes,
        long bytesOut,
        long bytesIn) {
    /** Of a source that counts nothing. */
    static final ClientCounters NONE = new ClientCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** The same, of a client that repeated calls so many times. */
    ClientCounters repeated(long times) {
        return new ClientCounters(
                connectionAttempts,
                connectionsAgreed,
                connectionsNow,
                calls,
                callsPendingNow,
                callsAnswered,
                callsLost,
                callsExpired,
                times,
                partsReceived,
                flushes,
                bytesOut,
                bytesIn);
    }
}
