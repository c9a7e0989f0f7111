package dev.attacca.indirection;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.TransactionAbortedException;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.Deadline;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectContext.UnitServices;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.ResultLimit;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs bodies in place, each call in one unit of work. A conductor's dispatcher runs its calls through here as well, so
 * that local and remote calls mean the same: a body that throws leaves the receiver untouched and nothing stored; a
 * transaction that the database aborted because of another one is run again, a few times and within the deadline.
 *
 * <p>Thread safety: safe for use by several threads; each call stays on the thread that made it.
 */
public final class LocalIndirection implements IndirectionApi {
    private static final int MOST_TRIES = 4;
    private static final long PAUSE_NANOS = 5_000_000;

    private final UnitOfWorkFactory units;

    /** An indirection whose bodies find what the units of work offer. */
    public LocalIndirection(UnitOfWorkFactory units) {
        this.units = units;
    }

    @Override
    public ActionReply perform(ActionRequest request) {
        try {
            return perform(request, (result, before) -> new ActionReply.Returned(result, ActionReply.Updates.NONE));
        } catch (AttaccaException refused) {
            return new ActionReply.Raised(refused);
        }
    }

    /**
     * What to make of a finished body, before its unit is committed.
     *
     * @param <R> what it is made into
     */
    @FunctionalInterface
    public interface Completion<R> {
        /**
         * Runs while the unit is still open: what it throws undoes the call.
         *
         * @param result what the body returned
         * @param before the receiver before the body ran, or {@code null} for a query
         */
        R complete(@Nullable Object result, @Nullable ObjectSnapshot before);
    }

    /**
     * Runs a body and turns its outcome into something while it can still be undone.
     *
     * @throws RuntimeException what the body, the completion or the commit threw; the receiver and the objects among the
     *     arguments are then as they were
     */
    public <R> R perform(ActionRequest request, Completion<R> completion) {
        ObjectSnapshot before = request.receiver() instanceof VersionedObject object ? ObjectSnapshot.of(object) : null;
        // A body that runs again must find its arguments as they came, not as its first try left them.
        ObjectSnapshot handed = ObjectSnapshot.ofHeld(request.arguments());
        for (int tried = 1; ; tried++) {
            boolean done = false;
            try {
                R completed = once(request, before, completion);
                done = true;
                return completed;
            } catch (TransactionAbortedException aborted) {
                if (tried == MOST_TRIES || !pause(request.context(), tried)) {
                    throw aborted;
                }
            } finally {
                if (!done) {
                    handed.restore();
                    if (before != null) {
                        before.restore();
                    }
                }
            }
        }
    }

    private <R> R once(ActionRequest request, @Nullable ObjectSnapshot before, Completion<R> completion) {
        ObjectContext context = request.context();
        try (UnitOfWorkFactory.OpenUnit unit = units.open(context, request.method())) {
            UnitServices outer = context.enter(unit);
            try {
                Object result = Slots.invoke(request.method().body(), request.receiver(), request.arguments());
                ResultLimit.check(request.method(), result);
                R completed = completion.complete(result, before);
                unit.commit();
                return completed;
            } finally {
                context.enter(outer);
            }
        }
    }

    /** Waits a little, differently long each time; false if that would pass the deadline. */
    private static boolean pause(ObjectContext context, int tried) {
        long pause = ThreadLocalRandom.current().nextLong(PAUSE_NANOS * tried) + 1;
        Deadline deadline = context.request().deadline();
        if (deadline != null && deadline.remaining().toNanos() <= pause) {
            return false;
        }
        LockSupport.parkNanos(pause);
        return true;
    }
}
