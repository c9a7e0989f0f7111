package dev.attacca.object;

import dev.attacca.error.InvalidCallException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which objects have a call on its way, of one context and all that were derived from it: an object that is bound to another
 * one for a while is still the same object.
 *
 * <p>Thread safety: safe for use by several threads, since a call lands on the thread that answers it.
 */
final class CallsInFlight {
    private @Nullable Set<ContextBound> flying;

    /** Refuses a receiver that has a call on its way. */
    synchronized void refuse(ContextBound receiver) {
        if (flying != null && flying.contains(receiver)) {
            throw new InvalidCallException(
                    receiver.typeName()
                            + ": a call of this object is on its way (expected: one at a time); go on when its stage completes");
        }
    }

    /** Notes that calls of objects are on their way. A query has no state to protect. */
    synchronized void depart(List<ActionRequest> requests) {
        Set<ContextBound> all = flying;
        if (all == null) {
            all = Collections.newSetFromMap(new IdentityHashMap<>(4));
            flying = all;
        }
        for (int i = 0; i < requests.size(); i++) {
            if (requests.get(i).receiver() instanceof VersionedObject object) {
                all.add(object);
            }
        }
    }

    /** Notes that these calls are answered. */
    synchronized void land(List<ActionRequest> requests) {
        Set<ContextBound> all = flying;
        if (all != null) {
            for (int i = 0; i < requests.size(); i++) {
                all.remove(requests.get(i).receiver());
            }
        }
    }
}
