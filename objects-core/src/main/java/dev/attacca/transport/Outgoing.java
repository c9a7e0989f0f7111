package dev.attacca.transport;

import dev.attacca.codec.AgreedType;
import dev.attacca.codec.BodyMemory;
import dev.attacca.codec.CallCodec;
import dev.attacca.indirection.ActionReply;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.Deadline;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.Origin;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.BatchedCall;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Reply;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What is asked of a conductor in one message. */
sealed interface Outgoing {
    /** On whose behalf. */
    ObjectContext context();

    /** Whether it writes nothing. */
    boolean readOnly();

    /**
     * Its message for a connection on which that was agreed.
     *
     * @param callId its number within this process, or 0 where it needs none
     */
    Asked written(CallCodec codec, long callId, BodyMemory memory);

    /** A question for one connection. */
    abstract class Asked {
        private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0);

        private final CallCodec.Sent sent;

        Asked(CallCodec.Sent sent) {
            this.sent = sent;
        }

        /** The bytes of its objects and arguments. */
        final ByteBuffer body() {
            return sent.body();
        }

        /** Asks and waits. */
        abstract Reply ask(Connection<CallCodec> connection, Deadline deadline);

        /** Asks. */
        abstract CompletableFuture<Reply> askAsync(Connection<CallCodec> connection, Deadline deadline);

        /** Reads the answer that came on a connection; nothing is applied yet. */
        final ActionReply read(Connection<CallCodec> connection, Reply answer) {
            CallCodec.Reply read = sent.read(answer.isSetBody() ? answer.bufferForBody() : NO_BODY);
            connection.wasRead(answer);
            return new ActionReply.Returned(
                    read.result(),
                    read.updates().isEmpty()
                            ? ActionReply.Updates.NONE
                            : () -> read.updates().forEach(Runnable::run));
        }
    }

    /** A call. */
    record OneCall(ActionRequest request) implements Outgoing {
        @Override
        public ObjectContext context() {
            return request.context();
        }

        @Override
        public boolean readOnly() {
            return request.method().readOnly();
        }

        @Override
        public Asked written(CallCodec codec, long callId, BodyMemory memory) {
            RemotableMethod method = request.method();
            AgreedType type = codec.agreement().typed(method.owner());
            CallCodec.Sent sent = codec.ask(request, memory);
            Call call =
                    new Call().setType(type.id()).setMethod(type.idOf(method)).setBody(sent.body());
            RequestContext asker = context().request();
            long number = Origin.own().requestNumber(asker.requestId());
            call.setContext(RequestContexts.written(asker, number > 0));
            if (number > 0) {
                call.setRequest(number);
            }
            if (callId > 0) {
                call.setCallId(callId);
            }
            return new Asked(sent) {
                @Override
                Reply ask(Connection<CallCodec> connection, Deadline deadline) {
                    return method.onQuery() ? connection.query(call, deadline) : connection.act(call, deadline);
                }

                @Override
                CompletableFuture<Reply> askAsync(Connection<CallCodec> connection, Deadline deadline) {
                    return method.onQuery()
                            ? connection.queryAsync(call, deadline)
                            : connection.actAsync(call, deadline);
                }
            };
        }
    }

    /** Several calls that are one. */
    record Together(List<ActionRequest> requests) implements Outgoing {
        @Override
        public ObjectContext context() {
            return requests.get(0).context();
        }

        @Override
        public boolean readOnly() {
            return requests.stream().allMatch(request -> request.method().readOnly());
        }

        @Override
        public Asked written(CallCodec codec, long callId, BodyMemory memory) {
            CallCodec.Sent sent = codec.askTogether(requests, memory);
            Batch batch = new Batch().setBody(sent.body());
            RequestContext asker = context().request();
            long number = Origin.own().requestNumber(asker.requestId());
            batch.setContext(RequestContexts.written(asker, number > 0));
            if (number > 0) {
                batch.setRequest(number);
            }
            if (callId > 0) {
                batch.setCallId(callId);
            }
            for (ActionRequest request : requests) {
                RemotableMethod method = request.method();
                AgreedType type = codec.agreement().typed(method.owner());
                batch.addToCalls(new BatchedCall(type.id(), type.idOf(method), method.onQuery()));
            }
            return new Asked(sent) {
                @Override
                Reply ask(Connection<CallCodec> connection, Deadline deadline) {
                    return connection.batch(batch, deadline);
                }

                @Override
                CompletableFuture<Reply> askAsync(Connection<CallCodec> connection, Deadline deadline) {
                    return connection.batchAsync(batch, deadline);
                }
            };
        }
    }
}
