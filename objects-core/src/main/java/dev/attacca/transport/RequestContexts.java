package dev.attacca.transport;

import dev.attacca.error.ProtocolException;
import dev.attacca.object.ReadDeleted;
import dev.attacca.object.RequestContext;
import dev.attacca.transport.thrift.Context;
import org.jspecify.annotations.Nullable;

/** The request context as a Thrift struct, and back. */
public final class RequestContexts {
    /** Of a call that says nothing of its request. */
    private static final Context SERVICE = new Context();

    private RequestContexts() {}

    /**
     * The context of a call that arrived.
     *
     * @param sent what the caller sent, or {@code null} if it sent none
     * @param call its deadline on this side's clock, and the number of its request
     * @throws ProtocolException if a value has another form than a request context allows
     */
    public static RequestContext read(@Nullable Context sent, CallControl call) {
        Context said = sent == null ? SERVICE : sent;
        try {
            return new RequestContext(
                    idOf(said, call.numbers().requestId()),
                    said.getUserId(),
                    said.getProjectId(),
                    mode(said.getReadDeleted()),
                    said.isAdmin(),
                    call.deadline());
        } catch (IllegalArgumentException malformed) {
            throw new ProtocolException(ProtocolException.BAD_PROTOCOL, String.valueOf(malformed.getMessage()));
        }
    }

    private static String idOf(Context said, @Nullable String numbered) {
        if (said.isSetRequestId()) {
            return said.getRequestId();
        }
        return numbered == null ? RequestContext.create().requestId() : numbered;
    }

    /**
     * What is to be said of a request beside its number.
     *
     * @param numbered whether its id crosses as a number
     * @return {@code null} for nothing
     */
    static @Nullable Context written(RequestContext request, boolean numbered) {
        boolean plain = request.userId() == null
                && request.projectId() == null
                && request.readDeleted() == ReadDeleted.NO
                && !request.admin();
        if (numbered && plain) {
            return null;
        }
        Context context = new Context();
        if (!numbered) {
            context.setRequestId(request.requestId());
        }
        if (request.userId() != null) {
            context.setUserId(request.userId());
        }
        if (request.projectId() != null) {
            context.setProjectId(request.projectId());
        }
        if (request.readDeleted() != ReadDeleted.NO) {
            context.setReadDeleted(code(request.readDeleted()));
        }
        if (request.admin()) {
            context.setAdmin(true);
        }
        return context;
    }

    private static byte code(ReadDeleted mode) {
        return switch (mode) {
            case NO -> 0;
            case YES -> 1;
            case ONLY -> 2;
        };
    }

    private static ReadDeleted mode(byte code) {
        return switch (code) {
            case 0 -> ReadDeleted.NO;
            case 1 -> ReadDeleted.YES;
            case 2 -> ReadDeleted.ONLY;
            default -> throw new IllegalArgumentException("readDeleted: " + code + " (expected: 0 to 2)");
        };
    }
}
