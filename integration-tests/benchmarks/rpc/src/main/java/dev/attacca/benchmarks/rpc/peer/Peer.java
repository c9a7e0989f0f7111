package dev.attacca.benchmarks.rpc.peer;

import java.util.List;
import java.util.Set;

/** A way of calling that is measured. Servers and clients are started in different processes. */
public interface Peer {
    /** Which kinds of callers its clients have. */
    Set<CallMode> modes();

    /**
     * With how many calls in flight it is measured where others are with so many: with as many, with none where that says nothing of
     * it, and with further ones where only they say something.
     */
    default List<Integer> measuredAt(CallMode mode, int inFlight) {
        return List.of(inFlight);
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
