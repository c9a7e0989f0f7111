package dev.attacca.transport;

import dev.attacca.error.ProtocolException;
import dev.attacca.object.Origin;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Welcome;
import dev.attacca.transport.thrift.WireFault;
import org.apache.thrift.TBase;
import org.jspecify.annotations.Nullable;

/** A handshake on its way through the server: the protocol version is settled here, the rest by the session. */
final class HelloCall extends ServerCall {
    private @Nullable Hello hello;
    private @Nullable Welcome welcome;
    private @Nullable Origin origin;

    HelloCall(ServerConnection connection, Message message) {
        super(connection, message);
    }

    @Override
    TBase<?, ?> execute() throws WireFault {
        Hello offered = message.read(new Conductor.hello_args()).getHello();
        if (offered == null) {
            throw new ProtocolException(ProtocolException.BAD_FRAME, "hello: missing (expected: a Hello)");
        }
        int ours = TransportServer.PROTOCOL;
        if (offered.getMinProtocol() > ours || offered.getMaxProtocol() < ours) {
            throw new ProtocolException(
                    ProtocolException.BAD_PROTOCOL,
                    "protocol: " + offered.getMinProtocol() + " to " + offered.getMaxProtocol() + " (expected: " + ours
                            + "); upgrade the side that knows less");
        }
        Origin named = offered.isSetOrigin() ? originOf(offered.getOrigin()) : null;
        Welcome agreed = connection
                .introduction()
                .session()
                .hello(offered)
                .setProtocol(ours)
                .setMaxFrameBytes(connection.options().maxFrameBytes())
                .setMaxInFlight(connection.options().maxInFlight());
        int longestAnswer = AnswerWriter.maxAnswerBytes(offered, connection.options());
        if (longestAnswer > 0) {
            agreed.setMaxAnswerBytes(longestAnswer);
        }
        hello = offered;
        welcome = agreed;
        origin = named;
        return new Conductor.hello_result().setSuccess(agreed);
    }

    @Override
    TBase<?, ?> resultOf(WireFault fault) {
        return new Conductor.hello_result().setFault(fault);
    }

    @Override
    void beforeAnswer() {
        connection.helloEnded(hello, welcome, origin);
    }

    private static Origin originOf(byte[] bytes) {
        try {
            return Origin.of(bytes);
        } catch (IllegalArgumentException malformed) {
            throw new ProtocolException(ProtocolException.BAD_PROTOCOL, String.valueOf(malformed.getMessage()));
        }
    }
}
