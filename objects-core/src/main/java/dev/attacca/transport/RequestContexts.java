package dev.attacca.transport;

import dev.attacca.error.ProtocolException;
import dev.attacca.object.Deadline;
import dev.attacca.object.ReadDeleted;
import dev.attacca.object.RequestContext;
import dev.attacca.transport.thrift.Context;
import org.jspecify.annotations.Nullable;

/** The request context as a Thrift struct, and back. */
public final class RequestContexts {
    private RequestContexts() {}

    static byte code(ReadDeleted mode) {
        return switch (mode) {
            case NO -> 0;
            case YES -> 1;
            case ONLY -> 2;
        };
    }

    /**
     * The context of a call that arrived.
     *
     * @param sent what the caller sent, or {@code null} if it sent none
     * @param deadline the call's deadline on this side's clock
     * @throws ProtocolException if a value has another form than a request context allows
     */
    public static RequestContext read(@Nullable Context sent, Deadline deadline) {
        RequestContext made = RequestContext.create().withDeadline(deadline);
        if (sent == null) {
            return made;
        }
        try {
            return new RequestContext(
                    sent.isSetRequestId() ? sent.getRequestId() : made.requestId(),
                    sent.getUserId(),
                    sent.getProjectId(),
                    mode(sent.getReadDeleted()),
                    sent.isAdmin(),
                    deadline);
        } catch (IllegalArgumentException malformed) {
            throw new ProtocolException(ProtocolException.BAD_PROTOCOL, String.valueOf(malformed.getMessage()));
        }
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
