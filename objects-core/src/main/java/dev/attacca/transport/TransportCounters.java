package dev.attacca.transport;

import java.util.Map;

/**
 * What a server has done since it started, read at one moment. Every number but the "now" ones only grows; they are not read
 * under one lock, so their sums may differ by the calls of that instant.
 *
 * @param connectionsAccepted connections ever accepted
 * @param connectionsNow connections open at this moment
 * @param handshakesNow TLS handshakes under way at this moment
 * @param connectionsClosed for every reason, how many connections ended for it
 * @param connectionsSecured connections whose TLS handshake succeeded
 * @param handshakesByCodec for every codec, how many connections agreed with their caller on it
 * @param calls actions and handshakes that arrived in a sound frame
 * @param callsQueuedNow calls that wait for a worker at this moment
 * @param callsInFlightNow calls that wait, run, or whose answer is not written to its end at this moment
 * @param callsExecuted calls whose body was entered
 * @param callsAnswered calls whose answer was written to its end, refusals included
 * @param faults calls answered with a fault, for whatever reason
 * @param callsOverloaded calls turned away because a limit was reached
 * @param callsExpired calls not executed because their deadline had passed
 * @param callsCancelled calls not executed because their caller had cancelled
 * @param callsDropped calls not executed because their connection was gone
 * @param partsSent parts of answers too large for one frame
 * @param requestBytesHeldNow bytes of calls that wait or run, and of frames that are not complete, at this moment
 * @param replyBytesHeldNow bytes of large answers that wait to be sent, and of all answers to peers that do not read, at this
 *     moment
 * @param acceptPauses how often no new connections were accepted because nearly as much of either was held as may be
 * @param pauses how often reading from a connection was stopped because it held too much of either
 * @param flushes how often frames, one or many, were handed to a socket
 * @param bytesIn bytes of sound frames received, lengths included
 * @param bytesOut bytes of frames sent, lengths included
 */
public record TransportCounters(
        long connectionsAccepted,
        int connectionsNow,
        int handshakesNow,
        Map<CloseReason, Long> connectionsClosed,
        long connectionsSecured,
        Map<String, Long> handshakesByCodec,
        long calls,
        int callsQueuedNow,
        int callsInFlightNow,
        long callsExecuted,
        long callsAnswered,
        long faults,
        long callsOverloaded,
        long callsExpired,
        long callsCancelled,
        long callsDropped,
        long partsSent,
        long requestBytesHeldNow,
        long replyBytesHeldNow,
        long acceptPauses,
        long pauses,
        long flushes,
        long bytesIn,
        long bytesOut) {

    /** Connections that agreed with their caller. */
    public long handshakes() {
        return handshakesByCodec.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many connections ended for that reason. */
    public long closed(CloseReason reason) {
        return connectionsClosed.getOrDefault(reason, 0L);
    }
}
