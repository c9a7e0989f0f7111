package dev.attacca.transport;

import dev.attacca.codec.CallCodec;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.BatchedCall;
import java.util.ArrayList;
import java.util.List;

/** The calls of a batch that arrived. */
public final class BatchedCalls {
    private BatchedCalls() {}

    /** What is called, in order. */
    public static List<CallCodec.BatchCall> read(Batch batch) {
        List<CallCodec.BatchCall> calls = new ArrayList<>();
        List<BatchedCall> sent = batch.getCalls();
        if (sent != null) {
            for (BatchedCall call : sent) {
                calls.add(new CallCodec.BatchCall(call.getType(), call.getMethod(), call.isOnClass()));
            }
        }
        return calls;
    }
}
