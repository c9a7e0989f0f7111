package dev.attacca.transport;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.BatchFailedException;
import dev.attacca.error.DomainException;
import dev.attacca.error.KnownErrors;
import dev.attacca.error.Outcome;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.registry.DomainErrors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a peer said of a failure. Becomes the domain's error of that type where it is known here, else the framework's of that
 * code, else one that keeps everything.
 *
 * @param type the code of an error of the domain, or {@code null} for one of the framework
 */
record ReceivedFault(
        String code,
        String message,
        boolean retryable,
        Outcome outcome,
        Map<String, String> details,
        @Nullable String type) {

    /** Details in the order their sender had them in; one that the order does not name comes last. */
    static Map<String, String> ordered(@Nullable Map<String, String> details, @Nullable List<String> order) {
        Map<String, String> ordered = new LinkedHashMap<>();
        if (details != null) {
            if (order != null) {
                order.stream().filter(details::containsKey).forEach(name -> ordered.put(name, details.get(name)));
            }
            details.forEach(ordered::putIfAbsent);
        }
        return ordered;
    }

    AttaccaException toException(DomainErrors errors, @Nullable AttaccaException cause) {
        AttaccaException ofDomain = ofDomain(errors, cause);
        if (ofDomain != null) {
            return ofDomain;
        }
        if (code.equals(BatchFailedException.CODE)) {
            // As retryable as its cause, of which that did not cross.
            return new BatchFailedException(message, details, cause);
        }
        return KnownErrors.againOrUnknown(code, message, retryable, outcome, details, type, cause);
    }

    /** As a cause, whose own retryability and outcome did not cross. */
    AttaccaException toCause(DomainErrors errors, @Nullable AttaccaException cause) {
        AttaccaException ofDomain = ofDomain(errors, cause);
        if (ofDomain != null) {
            return ofDomain;
        }
        AttaccaException known = KnownErrors.again(code, message, outcome, details, cause);
        return known == null ? unknown(cause) : known;
    }

    private @Nullable AttaccaException ofDomain(DomainErrors errors, @Nullable AttaccaException cause) {
        return type == null
                ? null
                : errors.again(type, new DomainException.Received(type, message, retryable, outcome, details, cause));
    }

    private RemoteFailureException unknown(@Nullable AttaccaException cause) {
        return new RemoteFailureException(code, message, retryable, outcome, details, type, cause);
    }
}
