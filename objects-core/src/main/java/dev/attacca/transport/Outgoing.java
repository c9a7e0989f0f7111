package dev.attacca.transport;

import dev.attacca.codec.AgreedType;
import dev.attacca.codec.CallCodec;
import dev.attacca.indirection.ActionReply;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.Deadline;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ReadDeleted;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.BatchedCall;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Context;
import dev.attacca.transport.thrift.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What is asked of a conductor in one message, and how its answer is read. Written anew for each connection it is sent on. */
sealed interface Outgoing {
    /** On whose behalf. */
    ObjectContext context();

    /** Whether it writes nothing. */
    boolean readOnly();

    /** Asks and waits. */
    Reply ask(Connection<CallCodec> connection, Deadline deadline);

    /** Asks. */
    CompletableFuture<Reply> askAsync(Connection<CallCodec> connection, Deadline deadline);

    /** Reads the body of an answer; nothing is applied yet. */
    ActionReply read(CallCodec codec, byte[] body);

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
        public Reply ask(Connection<CallCodec> connection, Deadline deadline) {
            Call call = written(connection.session());
            return request.method().onQuery()
                    ? connection.classAction(call, deadline)
                    : connection.objectAction(call, deadline);
        }

        @Override
        public CompletableFuture<Reply> askAsync(Connection<CallCodec> connection, Deadline deadline) {
            Call call = written(connection.session());
            return request.method().onQuery()
                    ? connection.classActionAsync(call, deadline)
                    : connection.objectActionAsync(call, deadline);
        }

        private Call written(CallCodec codec) {
            RemotableMethod method = request.method();
            AgreedType type = codec.agreement().typed(method.owner());
            return new Call()
                    .setType(type.id())
                    .setMethod(type.idOf(method))
                    .setBody(codec.writeRequest(receiver(), method, request.arguments()))
                    .setContext(Outgoing.context(context().request()));
        }

        private @Nullable VersionedObject receiver() {
            return request.receiver() instanceof VersionedObject object ? object : null;
        }

        @Override
        public ActionReply read(CallCodec codec, byte[] body) {
            CallCodec.Reply read = codec.readReply(body, receiver(), request.method(), context());
            return new ActionReply.Returned(read.result(), () -> read.updates().forEach(Runnable::run));
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
        public Reply ask(Connection<CallCodec> connection, Deadline deadline) {
            return connection.batch(written(connection.session()), deadline);
        }

        @Override
        public CompletableFuture<Reply> askAsync(Connection<CallCodec> connection, Deadline deadline) {
            return connection.batchAsync(written(connection.session()), deadline);
        }

        private Batch written(CallCodec codec) {
            Batch batch = new Batch().setContext(Outgoing.context(context().request()));
            for (ActionRequest request : requests) {
                RemotableMethod method = request.method();
                AgreedType type = codec.agreement().typed(method.owner());
                batch.addToCalls(new BatchedCall(type.id(), type.idOf(method), method.onQuery()));
            }
            return batch.setBody(codec.writeBatch(requests));
        }

        @Override
        public ActionReply read(CallCodec codec, byte[] body) {
            CallCodec.BatchReply read = codec.readBatchReply(body, requests);
            return new ActionReply.Returned(read.results(), () -> read.updates().forEach(Runnable::run));
        }
    }

    private static Context context(RequestContext request) {
        Context context = new Context().setRequestId(request.requestId());
        if (request.userId() != null) {
            context.setUserId(request.userId());
        }
        if (request.projectId() != null) {
            context.setProjectId(request.projectId());
        }
        if (request.readDeleted() != ReadDeleted.NO) {
            context.setReadDeleted(RequestContexts.code(request.readDeleted()));
        }
        if (request.admin()) {
            context.setAdmin(true);
        }
        return context;
    }
}
