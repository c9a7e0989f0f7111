package dev.attacca.transport;

import dev.attacca.error.OverloadedException;
import dev.attacca.object.Origin;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Welcome;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How well the caller of an accepted connection is known: what TLS has proven, what it said in its hello, and the session that
 * came of it.
 *
 * <p>Thread safety: confined to the event loop of its connection, except {@link #session} and {@link #sessionIfAny}.
 */
final class Introduction {
    /** One hello, one with the schema set, and two for a peer that stumbled. */
    private static final int MAX_HELLOS = 4;

    /** Another attempt costs a connection too. */
    private static final Duration HELLO_AGAIN_AFTER = Duration.ofSeconds(1);

    private final ServerParts parts;
    private final SocketAddress address;

    private int hellos;
    private boolean underWay;
    private boolean agreed;
    private boolean acceptsDrain;
    private boolean sessionEnded;
    // What the peer said hello in; a proxy, too, takes all of a connection for that.
    private Encoding spoken = Encoding.COMPACT;
    private @Nullable Origin origin;
    private volatile @Nullable PeerIdentity identity;
    private volatile @Nullable ServerSession session;

    Introduction(ServerParts parts, SocketAddress address) {
        this.parts = parts;
        this.address = address;
    }

    /** Takes note of who the peer is, as TLS has proven. */
    void identified(PeerIdentity proven) {
        identity = proven;
    }

    /** Counts a hello; true when nobody needs that many. */
    boolean tooManyHellos() {
        return ++hellos > MAX_HELLOS;
    }

    /** A hello is to be answered: null when it may be now, else the reason why not. */
    @Nullable
    OverloadedException begin(Encoding encoding) {
        if (!parts.handshakes().tryAcquire()) {
            return OverloadedException.retryAfter(
                    OverloadedException.CODE,
                    "handshakes: more than " + parts.options().maxHandshakes()
                            + " at once (expected: fewer); connect again later",
                    HELLO_AGAIN_AFTER);
        }
        spoken = encoding;
        underWay = true;
        return null;
    }

    /** A hello that had begun is answered, whatever came of it. */
    void end() {
        underWay = false;
        parts.handshakes().release();
    }

    /** What came of it when it went well. */
    void learned(Hello hello, Welcome welcome, @Nullable Origin named) {
        agreed = !welcome.isSchemaWanted();
        acceptsDrain = hello.isAcceptsDrain();
        origin = named;
    }

    /** Whether a hello is being answered. */
    boolean underWay() {
        return underWay;
    }

    /** Whether both sides know how to call, so that actions may come. */
    boolean agreed() {
        return agreed;
    }

    /** Whether the peer can be told that this server is about to end. */
    boolean acceptsDrain() {
        return agreed && acceptsDrain;
    }

    /** How messages that answer none of the peer's are written. */
    Encoding spoken() {
        return spoken;
    }

    /** The calling process, if it named itself. */
    @Nullable
    Origin origin() {
        return origin;
    }

    /** The session of this connection, made when it is first asked for; only a worker with a hello asks. */
    ServerSession session() {
        ServerSession known = session;
        if (known == null) {
            known = parts.sessions().open(new Peer(address, identity));
            session = known;
        }
        return known;
    }

    /** The session, if a hello has come so far. */
    @Nullable
    ServerSession sessionIfAny() {
        return session;
    }

    /** Tells the session, once, that its connection is gone. */
    void endSession() {
        ServerSession known = session;
        if (known != null && !sessionEnded) {
            sessionEnded = true;
            parts.lifecycle().execute(known::closed);
        }
    }
}
