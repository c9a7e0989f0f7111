package dev.attacca.transport;

import dev.attacca.error.ProtocolException;

/** Why the server's side of a connection ended; the key of a counter each. */
public enum CloseReason {
    /** The peer closed it between two frames. */
    PEER_CLOSED,
    /** The peer closed it within a frame; nothing of that frame was executed. */
    PEER_CLOSED_IN_FRAME,
    /** The network failed, or the peer reset the connection. */
    IO_ERROR,
    /** This server is closing. */
    SERVER_CLOSED,
    /** There are as many connections as are allowed. */
    TOO_MANY_CONNECTIONS,
    /** A frame length that is not positive, or a frame whose content is no message of ours. */
    BAD_FRAME,
    /** A frame longer than is allowed at that moment; also what HTTP looks like. */
    FRAME_TOO_LARGE,
    /** Neither strict binary nor compact, or a version of the contract that is not spoken here. */
    BAD_PROTOCOL,
    /** A message type that nobody may send to a server. */
    BAD_MESSAGE_TYPE,
    /** Two unanswered calls with one sequence id. */
    DUPLICATE_SEQID,
    /** A frame that began and did not end in time. */
    PARTIAL_FRAME,
    /** No handshake in time, or too many attempts at one. */
    NO_HELLO,
    /** Silence for longer than the peer promised, or than is allowed without a promise. */
    SILENT,
    /** The peer sends but does not read. */
    SLOW_READER,
    /** More pings in a second than an honest caller has reason for, and that in two seconds. */
    PING_FLOOD,
    /** More cancels in a second than an honest caller has reason for. */
    CANCEL_FLOOD,
    /** The peer began a TLS handshake, and TLS is not spoken here. */
    TLS_TO_PLAINTEXT,
    /** The peer sent something else than TLS, which is spoken here. */
    PLAINTEXT_TO_TLS,
    /** A TLS handshake that did not end in time. */
    TLS_HANDSHAKE_TIMEOUT,
    /** More bytes before the end of the TLS handshake than an honest peer needs. */
    TLS_HANDSHAKE_TOO_LARGE,
    /** As many TLS handshakes are under way as are allowed at once. */
    TOO_MANY_HANDSHAKES,
    /** The peer showed no certificate. */
    NO_CERTIFICATE,
    /** The peer's certificate, or its chain, is not one that is trusted here. */
    CERTIFICATE_UNTRUSTED,
    /** The peer's certificate is not valid yet, or not any more; also when that happens while it is connected. */
    CERTIFICATE_EXPIRED,
    /** The peer's certificate does not say, in the one way that is demanded, who the peer is. */
    IDENTITY_REFUSED,
    /** Any other failure of a TLS handshake, such as a peer that offers nothing newer than TLS 1.2. */
    TLS_FAILED;

    /** What ends a connection on which something came that is no message of ours. */
    static CloseReason of(ProtocolException broken) {
        return switch (broken.code()) {
            case ProtocolException.FRAME_TOO_LARGE -> FRAME_TOO_LARGE;
            case ProtocolException.BAD_PROTOCOL -> BAD_PROTOCOL;
            case FrameDecoder.PARTIAL_FRAME -> PARTIAL_FRAME;
            default -> BAD_FRAME;
        };
    }
}
