package dev.attacca.transport;

import dev.attacca.error.AlreadyExistsException;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.BusyException;
import dev.attacca.error.CallCancelledException;
import dev.attacca.error.ConductorUnavailableException;
import dev.attacca.error.ConfigurationException;
import dev.attacca.error.ConflictException;
import dev.attacca.error.ConnectionLostException;
import dev.attacca.error.DatabaseUnavailableException;
import dev.attacca.error.DeadlineExceededException;
import dev.attacca.error.DecodeException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.LazyLoadForbiddenException;
import dev.attacca.error.NotFoundException;
import dev.attacca.error.OrphanedObjectException;
import dev.attacca.error.Outcome;
import dev.attacca.error.OverloadedException;
import dev.attacca.error.ProtocolException;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.error.StillReferencedException;
import dev.attacca.error.StoreFailureException;
import dev.attacca.error.TransactionAbortedException;
import dev.attacca.error.UnknownMethodException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.error.UnsetFieldException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.error.VersionStepException;
import dev.attacca.transport.thrift.FaultCause;
import dev.attacca.transport.thrift.WireFault;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exception ⇄ fault on the wire.
 *
 * <p>What we threw on purpose crosses with code, message, outcome and details. Of anything else, whose message may hold SQL, a
 * row or a secret, only an incident number crosses; the log of this side has the stack under it. A code that this release does
 * not know becomes a {@link RemoteFailureException} that keeps everything.
 *
 * <p>Thread safety: stateless.
 */
public final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    /** A message longer than this is nobody's reading, and a reply must stay a reply. */
    private static final int MAX_MESSAGE_CHARS = 4096;

    private static final int MAX_CAUSES = 8;

    private static final Map<String, Rebuild> KNOWN = known();

    private Faults() {}

    /** Makes one of our exceptions again from what a fault says about it. */
    @FunctionalInterface
    private interface Rebuild {
        AttaccaException from(
                String message, Outcome outcome, Map<String, String> details, @Nullable AttaccaException cause);
    }

    /** What the peer may know about a failure; {@link Outcome#UNKNOWN} when nobody foresaw it. */
    public static WireFault toWire(Throwable failure) {
        return toWire(failure, Outcome.UNKNOWN);
    }

    /**
     * What the peer may know about a failure.
     *
     * @param unforeseen the outcome of a failure that is not one of ours, and so does not say it itself:
     *     {@link Outcome#REFUSED} where the transaction was certainly rolled back
     */
    public static WireFault toWire(Throwable failure, Outcome unforeseen) {
        Throwable actual = unwrap(failure);
        if (actual instanceof WireFault fault) {
            return fault;
        }
        if (!(actual instanceof AttaccaException known)) {
            return incident(actual, unforeseen);
        }
        WireFault fault = new WireFault()
                .setCode(known.code())
                .setMessage(shorten(known.getMessage()))
                .setRetryable(known.retryable())
                .setOutcome(known.outcome().wireCode());
        if (!known.details().isEmpty()) {
            fault.setDetails(new LinkedHashMap<>(known.details()));
        }
        if (known instanceof RemoteFailureException remote && remote.type() != null) {
            fault.setType(remote.type());
        }
        List<FaultCause> causes = causesOf(known);
        if (!causes.isEmpty()) {
            fault.setCauses(causes);
        }
        return fault;
    }

    /** The exception that a fault stands for. Whatever a peer left out is filled with something harmless. */
    public static AttaccaException toException(WireFault fault) {
        String code = fault.isSetCode() ? fault.getCode() : RemoteFailureException.INTERNAL;
        String message = fault.isSetMessage() ? fault.getMessage() : "";
        Outcome outcome = fault.isSetOutcome() ? Outcome.ofWireCode(fault.getOutcome()) : Outcome.UNKNOWN;
        Map<String, String> details = fault.isSetDetails() ? fault.getDetails() : Map.of();
        AttaccaException cause = fault.isSetCauses() ? chain(fault.getCauses()) : null;
        Rebuild rebuild = fault.isSetType() ? null : KNOWN.get(code);
        if (rebuild != null) {
            AttaccaException known = rebuild.from(message, outcome, details, cause);
            // A peer that means something else by a code we know is believed, not corrected.
            if (known.retryable() == fault.isRetryable() && known.outcome() == outcome) {
                return known;
            }
        }
        String type = fault.isSetType() ? fault.getType() : null;
        return new RemoteFailureException(code, message, fault.isRetryable(), outcome, details, type, cause);
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable actual = failure;
        while (actual instanceof CompletionException
                || actual instanceof ExecutionException
                || actual instanceof InvocationTargetException
                || actual instanceof UndeclaredThrowableException) {
            Throwable cause = actual.getCause();
            if (cause == null) {
                break;
            }
            actual = cause;
        }
        return actual;
    }

    private static WireFault incident(Throwable failure, Outcome outcome) {
        String incident = UUID.randomUUID().toString().substring(0, 8);
        // The caller is told the number only, so this is the one place where the stack can be seen.
        LOG.error("incident {}: a call failed in a way that nobody foresaw", incident, failure);
        return new WireFault()
                .setCode(RemoteFailureException.INTERNAL)
                .setMessage("the call failed in a way that nobody foresaw; the peer's log tells more under incident "
                        + incident)
                .setRetryable(false)
                .setOutcome(outcome.wireCode())
                .setDetails(new HashMap<>(Map.of(RemoteFailureException.INCIDENT, incident)));
    }

    private static List<FaultCause> causesOf(AttaccaException failure) {
        List<FaultCause> causes = new ArrayList<>();
        Throwable cause = failure.getCause();
        // Only our own: the message of any other may hold what must not leave this process.
        while (cause instanceof AttaccaException known && causes.size() < MAX_CAUSES) {
            causes.add(new FaultCause(known.code(), shorten(known.getMessage())));
            cause = known.getCause();
        }
        return causes;
    }

    private static @Nullable AttaccaException chain(List<FaultCause> causes) {
        AttaccaException inner = null;
        for (int i = Math.min(causes.size(), MAX_CAUSES) - 1; i >= 0; i--) {
            FaultCause cause = causes.get(i);
            inner = new RemoteFailureException(
                    cause.isSetCode() ? cause.getCode() : RemoteFailureException.INTERNAL,
                    cause.isSetMessage() ? cause.getMessage() : "",
                    false,
                    Outcome.UNKNOWN,
                    Map.of(),
                    cause.isSetType() ? cause.getType() : null,
                    inner);
        }
        return inner;
    }

    private static String shorten(@Nullable String message) {
        if (message == null) {
            return "";
        }
        return message.length() <= MAX_MESSAGE_CHARS ? message : message.substring(0, MAX_MESSAGE_CHARS) + "…";
    }

    private static Map<String, Rebuild> known() {
        Map<String, Rebuild> known = new HashMap<>();
        known.put(AlreadyExistsException.CODE, (m, o, d, c) -> new AlreadyExistsException(m, d, c));
        known.put(BusyException.CODE, (m, o, d, c) -> new BusyException(m, d, c));
        known.put(CallCancelledException.CODE, CallCancelledException::new);
        known.put(ConductorUnavailableException.CODE, (m, o, d, c) -> new ConductorUnavailableException(m, d, c));
        known.put(ConfigurationException.CODE, (m, o, d, c) -> new ConfigurationException(m, d, c));
        known.put(ConflictException.CODE, (m, o, d, c) -> new ConflictException(m, d, c));
        known.put(ConnectionLostException.CODE, ConnectionLostException::new);
        known.put(DatabaseUnavailableException.CODE, DatabaseUnavailableException::new);
        known.put(DeadlineExceededException.CODE, DeadlineExceededException::new);
        known.put(InvalidValueException.CODE, (m, o, d, c) -> new InvalidValueException(m, d, c));
        known.put(LazyLoadForbiddenException.CODE, (m, o, d, c) -> new LazyLoadForbiddenException(m, d, c));
        known.put(NotFoundException.CODE, (m, o, d, c) -> new NotFoundException(m, d, c));
        known.put(OrphanedObjectException.CODE, (m, o, d, c) -> new OrphanedObjectException(m, d, c));
        known.put(StillReferencedException.CODE, (m, o, d, c) -> new StillReferencedException(m, d, c));
        known.put(StoreFailureException.CODE, (m, o, d, c) -> new StoreFailureException(m, d, c));
        known.put(TransactionAbortedException.CODE, (m, o, d, c) -> new TransactionAbortedException(m, d, c));
        known.put(UnknownMethodException.CODE, (m, o, d, c) -> new UnknownMethodException(m, d, c));
        known.put(UnknownTypeException.CODE, (m, o, d, c) -> new UnknownTypeException(m, d, c));
        known.put(UnsetFieldException.CODE, (m, o, d, c) -> new UnsetFieldException(m, d, c));
        known.put(VersionStepException.CODE, (m, o, d, c) -> new VersionStepException(m, d, c));
        for (String code : List.of(OverloadedException.CODE, OverloadedException.TOO_MANY_IN_FLIGHT)) {
            known.put(code, (m, o, d, c) -> new OverloadedException(code, m, d, c));
        }
        for (String code : List.of(
                ProtocolException.BAD_FRAME,
                ProtocolException.FRAME_TOO_LARGE,
                ProtocolException.BAD_PROTOCOL,
                ProtocolException.BAD_METHOD,
                ProtocolException.BAD_DEADLINE,
                ProtocolException.HELLO_REQUIRED,
                ProtocolException.UNSUPPORTED)) {
            known.put(code, (m, o, d, c) -> new ProtocolException(code, m, o, d, c));
        }
        for (String code : List.of(
                VersionMismatchException.CODE, VersionMismatchException.TOO_NEW, VersionMismatchException.TOO_OLD)) {
            known.put(code, (m, o, d, c) -> new VersionMismatchException(code, m, d, c));
        }
        for (String code : List.of(
                DecodeException.CODE,
                DecodeException.BAD_SIZE,
                DecodeException.TOO_DEEP,
                DecodeException.WRONG_TYPE,
                DecodeException.BAD_ENUM,
                DecodeException.NOT_NULL,
                DecodeException.RANGE,
                DecodeException.TRAILING_BYTES)) {
            known.put(code, (m, o, d, c) -> new DecodeException(code, m, d, c));
        }
        return Map.copyOf(known);
    }
}
