package dev.attacca.transport;

import dev.attacca.codec.Agreement;
import dev.attacca.codec.CallCodec;
import java.net.SocketAddress;

/**
 * What a client knows of one of its connections, for tools.
 *
 * @param conductor the address at the other end
 * @param agreement what was agreed on with it; {@link Agreement#skew()} tells the differences
 * @param usable whether it takes new calls; no more once it is lost or its conductor is going away
 * @param inFlight calls that were made on it and are not answered yet
 */
public record ConductorConnection(SocketAddress conductor, Agreement agreement, boolean usable, int inFlight) {
    static ConductorConnection of(Connection<CallCodec> connection) {
        return new ConductorConnection(
                connection.remoteAddress(),
                connection.session().agreement(),
                connection.usable(),
                connection.inFlight());
    }
}
