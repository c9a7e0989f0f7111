package dev.attacca.transport;

import dev.attacca.error.ProtocolException;
import dev.attacca.object.Deadline;
import dev.attacca.object.Origin;
import dev.attacca.registry.DomainErrors;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Welcome;
import java.time.Duration;

/** The hello of a caller on a link that is not agreed yet: what the transport adds to it, and what it makes of the answer. */
final class ClientHello {
    private ClientHello() {}

    /** Says it, and takes over what the conductor limits. */
    static Welcome say(ClientLink link, ExchangeListener listener, Hello hello, Duration keepalive, Deadline deadline) {
        hello.setMinProtocol(TransportServer.PROTOCOL)
                .setMaxProtocol(TransportServer.PROTOCOL)
                .setAcceptsDrain(true)
                .setOrigin(Origin.own().bytes())
                .setAcceptsParts(link.acceptsParts())
                .setKeepaliveMillis((int) Math.max(1, keepalive.toMillis()));
        Message answer = ClientConnection.await(
                link, listener, link.prepare(Message.HELLO, new Conductor.hello_args(hello), deadline));
        Conductor.hello_result result = answer.read(new Conductor.hello_result());
        Welcome welcome = ClientConnection.succeeded(result.getSuccess(), result.getFault(), DomainErrors.NONE);
        if (welcome.getProtocol() != TransportServer.PROTOCOL) {
            throw new ProtocolException(
                    ProtocolException.BAD_PROTOCOL,
                    "protocol: " + welcome.getProtocol() + " (expected: " + TransportServer.PROTOCOL
                            + "); the conductor chose one that was not offered");
        }
        if (!welcome.isSchemaWanted()) {
            link.agreed(welcome);
        }
        return welcome;
    }
}
