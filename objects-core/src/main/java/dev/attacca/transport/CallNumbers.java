package dev.attacca.transport;

import dev.attacca.error.ProtocolException;
import dev.attacca.object.Origin;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Context;
import org.jspecify.annotations.Nullable;

/** What a caller says of a call by numbers within its origin. Immutable. */
public final class CallNumbers {
    static final CallNumbers NONE = new CallNumbers(null, 0, 0);

    private final @Nullable Origin origin;
    private final long callId;
    private final long request;

    private CallNumbers(@Nullable Origin origin, long callId, long request) {
        this.origin = origin;
        this.callId = callId;
        this.request = request;
    }

    /** The same for every attempt of one call, or {@code null} where it has none, such as one that only reads. */
    public @Nullable CallId callId() {
        return origin == null || callId == 0 ? null : new CallId(origin, callId);
    }

    /** The id of its request, or {@code null} where that crosses as text or not at all. */
    public @Nullable String requestId() {
        return origin == null || request == 0 ? null : origin.requestId(request);
    }

    /**
     * Which call of a process it is.
     *
     * @param number from 1
     */
    public record CallId(Origin origin, long number) {
        /** {@code 5f1d9c3ab2e40718-2a}: the origin and the number, in hexadecimal digits. */
        @Override
        public String toString() {
            return origin + "-" + Long.toHexString(number);
        }
    }

    /**
     * The numbers of a call.
     *
     * @param origin what its caller said in hello, or {@code null} if nothing
     * @throws ProtocolException if no caller of ours can have given them
     */
    public static CallNumbers of(@Nullable Origin origin, Call call) {
        return of(
                origin,
                call.isSetCallId(),
                call.getCallId(),
                call.isSetRequest(),
                call.getRequest(),
                call.getContext());
    }

    /**
     * The numbers of a batch.
     *
     * @param origin what its caller said in hello, or {@code null} if nothing
     * @throws ProtocolException if no caller of ours can have given them
     */
    public static CallNumbers of(@Nullable Origin origin, Batch batch) {
        return of(
                origin,
                batch.isSetCallId(),
                batch.getCallId(),
                batch.isSetRequest(),
                batch.getRequest(),
                batch.getContext());
    }

    private static CallNumbers of(
            @Nullable Origin origin,
            boolean hasCallId,
            long callId,
            boolean hasRequest,
            long request,
            @Nullable Context context) {
        if (!hasCallId && !hasRequest) {
            return NONE;
        }
        if (origin == null) {
            throw refused(hasCallId ? "callId" : "request", "a number without an origin (expected: hello names one)");
        }
        if (hasRequest && context != null && context.isSetRequestId()) {
            throw refused("request", request + " beside a requestId (expected: one of them)");
        }
        return new CallNumbers(
                origin, hasCallId ? counted("callId", callId) : 0, hasRequest ? counted("request", request) : 0);
    }

    private static long counted(String name, long number) {
        if (number < 1) {
            throw refused(name, number + " (expected: 1 or more, as counted by the caller's origin)");
        }
        return number;
    }

    private static ProtocolException refused(String name, String what) {
        return new ProtocolException(ProtocolException.BAD_NUMBER, name + ": " + what);
    }
}
