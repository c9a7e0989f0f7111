package dev.attacca.transport;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.BatchFailedException;
import dev.attacca.error.DomainException;
import dev.attacca.error.ErrorCode;
import dev.attacca.error.Outcome;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.registry.DomainErrors;
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

    private Faults() {}

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
                .setCode(codeOf(known))
                .setMessage(shorten(known.getMessage()))
                .setRetryable(known.retryable())
                .setOutcome(known.outcome().wireCode())
                .setType(typeOf(known));
        if (!known.details().isEmpty()) {
            fault.setDetails(new LinkedHashMap<>(known.details()));
            fault.setDetailOrder(orderOf(known));
        }
        List<FaultCause> causes = causesOf(known);
        if (!causes.isEmpty()) {
            fault.setCauses(causes);
        }
        return fault;
    }

    /** The more general code of an error of a domain, for readers that do not know it. */
    private static String codeOf(AttaccaException error) {
        ErrorCode declared = error.getClass().getAnnotation(ErrorCode.class);
        return declared == null || declared.refines().isEmpty() ? error.code() : declared.refines();
    }

    private static @Nullable String typeOf(AttaccaException error) {
        if (error instanceof DomainException) {
            return error.code();
        }
        return error instanceof RemoteFailureException remote ? remote.type() : null;
    }

    /** Nothing where there is no order to keep. */
    private static @Nullable List<String> orderOf(AttaccaException error) {
        return error.details().size() < 2 ? null : List.copyOf(error.details().keySet());
    }

    /** The exception that a fault stands for, errors of domains apart. */
    public static AttaccaException toException(WireFault fault) {
        return toException(fault, DomainErrors.NONE);
    }

    /**
     * The exception that a fault stands for. Whatever a peer left out is filled with something harmless.
     *
     * @param errors the errors of the domains that are known here
     */
    public static AttaccaException toException(WireFault fault, DomainErrors errors) {
        return new ReceivedFault(
                        fault.isSetCode() ? fault.getCode() : RemoteFailureException.INTERNAL,
                        fault.isSetMessage() ? fault.getMessage() : "",
                        fault.isRetryable(),
                        fault.isSetOutcome() ? Outcome.ofWireCode(fault.getOutcome()) : Outcome.UNKNOWN,
                        ReceivedFault.ordered(fault.getDetails(), fault.getDetailOrder()),
                        fault.getType())
                .toException(errors, fault.isSetCauses() ? chain(fault.getCauses(), errors) : null);
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
        if (failure instanceof BatchFailedException && cause != null && !(cause instanceof AttaccaException)) {
            WireFault incident = incident(cause, Outcome.REFUSED);
            causes.add(new FaultCause(RemoteFailureException.INTERNAL, shorten(incident.getMessage()))
                    .setDetails(incident.getDetails()));
            return causes;
        }
        // Only our own: the message of any other may hold what must not leave this process.
        while (cause instanceof AttaccaException known && causes.size() < MAX_CAUSES) {
            FaultCause crossing = new FaultCause(codeOf(known), shorten(known.getMessage())).setType(typeOf(known));
            if (!known.details().isEmpty()) {
                crossing.setDetails(new LinkedHashMap<>(known.details())).setDetailOrder(orderOf(known));
            }
            causes.add(crossing);
            cause = known.getCause();
        }
        return causes;
    }

    private static @Nullable AttaccaException chain(List<FaultCause> causes, DomainErrors errors) {
        AttaccaException inner = null;
        for (int i = Math.min(causes.size(), MAX_CAUSES) - 1; i >= 0; i--) {
            FaultCause cause = causes.get(i);
            inner = new ReceivedFault(
                            cause.isSetCode() ? cause.getCode() : RemoteFailureException.INTERNAL,
                            cause.isSetMessage() ? cause.getMessage() : "",
                            false,
                            Outcome.UNKNOWN,
                            ReceivedFault.ordered(cause.getDetails(), cause.getDetailOrder()),
                            cause.getType())
                    .toCause(errors, inner);
        }
        return inner;
    }

    private static String shorten(@Nullable String message) {
        if (message == null) {
            return "";
        }
        return message.length() <= MAX_MESSAGE_CHARS ? message : message.substring(0, MAX_MESSAGE_CHARS) + "…";
    }
}
