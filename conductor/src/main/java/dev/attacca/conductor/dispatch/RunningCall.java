package dev.attacca.conductor.dispatch;

import dev.attacca.codec.AgreedType;
import dev.attacca.codec.CallCodec;
import dev.attacca.codec.InboundCall;
import dev.attacca.codec.Loss;
import dev.attacca.error.CallCancelledException;
import dev.attacca.error.DeadlineExceededException;
import dev.attacca.error.Outcome;
import dev.attacca.error.ProtocolException;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.object.Caller;
import dev.attacca.object.RemotableMethod;
import dev.attacca.store.StatementListener;
import dev.attacca.transport.CallControl;
import dev.attacca.transport.CallNumbers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A call while it runs, which becomes its record. Confined to its worker until it has ended, and not changed after that. */
final class RunningCall implements CallRecord, InboundCall.LastLook, Caller {
    private final AgentSession session;
    private final CallNumbers numbers;
    private @Nullable CallControl control;
    private final int requestBytes;
    // First the beginning, in the end what it took.
    private long nanos = System.nanoTime();
    private String requestId = "";
    // Names are made of these where nobody knows what they mean here.
    private int ofType;
    private int number;
    private boolean onQuery;
    /** A remotable, or what to call a batch. */
    private @Nullable Object called;

    private @Nullable AgreedType agreed;
    // Until it is answered: what dies of an Error never tells here.
    private String outcome = RemoteFailureException.INTERNAL;
    private @Nullable String message;
    private List<String> changed = List.of();
    private List<String> updated = List.of();
    private List<Loss> lost = List.of();
    private int replyBytes;
    private List<StatementListener.Run> statements = List.of();

    RunningCall(AgentSession session, CallControl control, int requestBytes) {
        this.session = session;
        this.control = control;
        this.numbers = control.numbers();
        this.requestBytes = requestBytes;
    }

    void of(int type, int methodNumber, boolean query) {
        ofType = type;
        number = methodNumber;
        onQuery = query;
    }

    boolean onQuery() {
        return onQuery;
    }

    void together(int calls) {
        called = "batch of " + calls;
    }

    void together(List<RemotableMethod> remotables) {
        called = remotables.stream()
                .map(RemotableMethod::qualifiedName)
                .collect(Collectors.joining(", ", "batch of " + remotables.size() + ": ", ""));
    }

    void request(String id) {
        requestId = id;
    }

    void agreed(AgreedType type, RemotableMethod remotable) {
        agreed = type;
        called = remotable;
    }

    void changed(List<String> fields) {
        changed = fields;
    }

    /** The last look before the commit: after it the truth is awaited, whoever still listens. */
    @Override
    public void at(CallCodec.Written reply) {
        CallControl control = Objects.requireNonNull(this.control, "only a call that runs has a last look");
        if (reply.length() > control.maxReplyBodyBytes()) {
            throw new ProtocolException(
                    ProtocolException.FRAME_TOO_LARGE,
                    what() + ": an answer of " + reply.length()
                            + " bytes; nothing was applied (expected: at most " + control.maxReplyBodyBytes()
                            + "; ask for less at a time)");
        }
        if (control.cancelled()) {
            throw new CallCancelledException(
                    what() + ": cancelled by its caller; nothing was applied", Outcome.REFUSED, Map.of(), null);
        }
        if (control.deadline().passed()) {
            throw new DeadlineExceededException(
                    what() + ": its deadline passed before the commit; nothing was applied (expected: a"
                            + " longer deadline, or less work per call)",
                    Outcome.REFUSED,
                    Map.of(),
                    null);
        }
    }

    @Override
    public boolean gone() {
        CallControl running = control;
        return running == null || running.cancelled();
    }

    private String what() {
        return called instanceof RemotableMethod method ? method.qualifiedName() : "batch";
    }

    void answered(CallCodec.Written reply) {
        outcome = "ok";
        updated = reply.updated();
        lost = reply.losses();
        replyBytes = reply.length();
    }

    void failed(String code, @Nullable String why) {
        outcome = code;
        message = why;
    }

    void ended(List<StatementListener.Run> ran) {
        statements = ran;
        // A record may lie in a queue; the message must not lie there with it.
        control = null;
        nanos = System.nanoTime() - nanos;
    }

    @Override
    public String requestId() {
        return requestId;
    }

    @Override
    public String callId() {
        CallNumbers.CallId id = requestId.isEmpty() ? null : numbers.callId();
        return id == null ? "" : id.toString();
    }

    @Override
    public String peer() {
        return session.peer();
    }

    @Override
    public @Nullable String identity() {
        return session.identity();
    }

    @Override
    public String method() {
        if (called instanceof String batch) {
            return batch;
        }
        return called instanceof RemotableMethod known
                ? known.qualifiedName()
                : "type " + ofType + (onQuery ? " query " : " method ") + number;
    }

    @Override
    public String version() {
        AgreedType type = agreed;
        return type == null ? "" : type.shownVersion();
    }

    @Override
    public List<String> changed() {
        return changed;
    }

    @Override
    public List<String> updated() {
        return updated;
    }

    @Override
    public String backport() {
        AgreedType type = agreed;
        return type != null && type.downgrades() ? type.toString() : "";
    }

    @Override
    public List<String> lost() {
        return lost.isEmpty()
                ? List.of()
                : lost.stream().map(Loss::toString).distinct().toList();
    }

    @Override
    public String outcome() {
        return outcome;
    }

    @Override
    public @Nullable String message() {
        return message;
    }

    @Override
    public int requestBytes() {
        return requestBytes;
    }

    @Override
    public int replyBytes() {
        return replyBytes;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public List<StatementListener.Run> statements() {
        return statements;
    }
}
