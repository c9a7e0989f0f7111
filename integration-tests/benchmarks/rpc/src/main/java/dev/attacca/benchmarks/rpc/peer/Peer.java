package dev.attacca.benchmarks.rpc.peer;

import java.util.Set;

/** A way of calling that is measured. Servers and clients are started in different processes. */
public interface Peer {
    /** Which kinds of callers its clients have. */
    Set<CallMode> modes();

    /** Whether so many calls in flight say something of it. */
    default boolean measuredAt(int inFlight) {
        return true;
    }

    /** Starts a server that returns what it is sent. */
    PeerServer serve() throws Exception;

    /** Connects to a server of this kind. */
    PeerClient connect(int port) throws Exception;

    /** A running server. */
    interface PeerServer extends AutoCloseable {
        /** Where it listens, on the loopback address. */
        int port();

        @Override
        void close();
    }
}
