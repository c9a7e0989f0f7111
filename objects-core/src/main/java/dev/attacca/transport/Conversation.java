package dev.attacca.transport;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.ProtocolException;
import dev.attacca.transport.thrift.Conductor;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TSerializable;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;

/**
 * What the messages of a caller set off: which may come now, which go to a worker, and which end the connection.
 *
 * <p>Thread safety: confined to the event loop of its connection.
 */
final class Conversation {
    /** What a caller who did as agreed looks like here: it said hello on another connection, or another said it on this one. */
    private static final String OR_A_PROXY =
            "a proxy spreads the calls of one connection over several: have it carry connections";

    private final ServerConnection connection;
    private final Introduction introduction;
    private final Admission admission;
    private final CallsInFlight inFlight;
    private final PeerWatch watch;
    private final AnswerWriter writer;

    Conversation(
            ServerConnection connection,
            Introduction introduction,
            Admission admission,
            CallsInFlight inFlight,
            PeerWatch watch,
            AnswerWriter writer) {
        this.connection = connection;
        this.introduction = introduction;
        this.admission = admission;
        this.inFlight = inFlight;
        this.watch = watch;
        this.writer = writer;
    }

    /** Takes the next message of the caller. */
    void heard(Message message) {
        boolean call = message.type() == TMessageType.CALL;
        if (!call && !(message.type() == TMessageType.ONEWAY && message.name().equals(Message.CANCEL))) {
            connection.close(CloseReason.BAD_MESSAGE_TYPE);
            return;
        }
        switch (message.name()) {
            case Message.PING -> ping(message);
            case Message.CANCEL -> cancel(message);
            case Message.HELLO -> hello(message);
            case Message.ACT, Message.QUERY, Message.BATCH -> action(message);
            default ->
                respond(
                        message,
                        TMessageType.EXCEPTION,
                        new TApplicationException(
                                TApplicationException.UNKNOWN_METHOD,
                                ProtocolException.BAD_METHOD
                                        + ": no such message (expected: one of the service Conductor)"));
        }
    }

    private void ping(Message message) {
        message.read(new Conductor.ping_args());
        if (watch.tooManyPings()) {
            connection.close(CloseReason.PING_FLOOD);
        } else {
            respond(message, TMessageType.REPLY, new Conductor.ping_result());
        }
    }

    private void cancel(Message message) {
        int seqid = message.read(new Conductor.cancel_args()).getSeqid();
        if (watch.tooManyCancels()) {
            connection.close(CloseReason.CANCEL_FLOOD);
            return;
        }
        ServerCall call = inFlight.get(seqid);
        if (call != null) {
            call.cancel();
        }
    }

    private void hello(Message message) {
        HelloCall call = new HelloCall(connection, message);
        if (introduction.agreed() || introduction.underWay()) {
            refuse(
                    call,
                    new ProtocolException(
                            ProtocolException.UNSUPPORTED,
                            "hello: once more (expected: one handshake); open a new connection; where this is one, "
                                    + OR_A_PROXY));
        } else if (introduction.tooManyHellos()) {
            connection.close(CloseReason.NO_HELLO);
        } else {
            AttaccaException crowded = introduction.begin(message.encoding());
            if (crowded != null) {
                turnAway(call, crowded);
            } else if (!begin(call)) {
                introduction.end();
            }
        }
    }

    private void action(Message message) {
        ServerSession session = introduction.sessionIfAny();
        if (!introduction.agreed() || session == null) {
            refuse(
                    new ActionCall(connection, message, NoSession.INSTANCE),
                    new ProtocolException(
                            ProtocolException.HELLO_REQUIRED,
                            message.name()
                                    + ": before the handshake (expected: hello first); call hello until schemaWanted is"
                                    + " false; where that was done, " + OR_A_PROXY));
        } else {
            begin(new ActionCall(connection, message, session));
        }
    }

    /** Whether somebody will run the call; otherwise it is turned away here and now, or the connection closed. */
    private boolean begin(ServerCall call) {
        connection.counters().calls.increment();
        if (inFlight.has(call.message.seqid())) {
            connection.close(CloseReason.DUPLICATE_SEQID);
            return false;
        }
        AttaccaException reason = admission.begin(call);
        if (reason != null) {
            turnAway(call, reason);
            return false;
        }
        return true;
    }

    private void turnAway(ServerCall call, AttaccaException reason) {
        connection.counters().overloaded.increment();
        refuse(call, reason);
    }

    private void refuse(ServerCall call, AttaccaException reason) {
        connection.counters().answered.increment();
        writer.write(call.refusal(reason));
    }

    private void respond(Message message, byte type, TSerializable content) {
        writer.write(message.encoding(), new TMessage(message.name(), type, message.seqid()), content);
    }
}
