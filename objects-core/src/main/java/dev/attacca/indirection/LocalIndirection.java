package dev.attacca.indirection;

import dev.attacca.error.BatchFailedException;
import dev.attacca.error.Outcome;
import dev.attacca.error.ReadOnlyViolationException;
import dev.attacca.error.RemoteFailureException;
import dev.attacca.error.TransactionAbortedException;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.CarriedFields;
import dev.attacca.object.Deadline;
import dev.attacca.object.MethodValues;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectContext.UnitServices;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.ResultLimit;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
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
        return inPlace(List.of(request), handed -> {
            Object result = perform(handed.get(0), new InPlace<>(handed));
            return new ActionReply.Returned(result, ActionReply.Updates.NONE);
        });
    }

    @Override
    public ActionReply performTogether(List<ActionRequest> requests) {
        return inPlace(requests, handed -> {
            List<@Nullable Object> results = performTogether(handed, new InPlace<>(handed));
            return new ActionReply.Returned(results, ActionReply.Updates.NONE);
        });
    }

    /**
     * Runs calls whose callers are in this process, so that they cannot tell: bodies get copies of the objects among their
     * arguments, do not see what their calls would not carry, and what they throw arrives as it would from afar.
     */
    private static ActionReply inPlace(
            List<ActionRequest> requests, Function<List<ActionRequest>, ActionReply> performing) {
        CarriedFields carried = CarriedFields.hideOthers(requests);
        try {
            return performing.apply(MethodValues.handedOver(requests));
        } catch (RuntimeException thrown) {
            return new ActionReply.Raised(
                    CallersView.of(thrown, requests.get(0).context().factory()));
        } finally {
            carried.reveal();
        }
    }

    /**
     * What to make of finished bodies, before their unit is committed.
     *
     * @param <T> what they returned: one result, or a list of them
     * @param <R> what it is made into
     */
    @FunctionalInterface
    public interface Completion<T extends @Nullable Object, R extends @Nullable Object> {
        /**
         * Runs while the unit is still open: what it throws undoes the calls.
         *
         * @param returned what the bodies returned
         * @param before the receivers, and what they reach, before the bodies ran
         */
        R complete(T returned, ObjectSnapshot before);

        /**
         * Asked before the only write of a unit, which will bring receivers' row versions and times up to date: what then completes
         * the call and cannot fail, or {@code null} if it might; the write is then made so that it can still be undone. What this
         * throws undoes the calls.
         */
        default @Nullable Completion<T, R> certain(T returned, ObjectSnapshot before) {
            return null;
        }
    }

    /** Of calls whose callers are in this process: what they get is what was returned. */
    private record InPlace<T extends @Nullable Object>(List<ActionRequest> handed) implements Completion<T, T> {
        @Override
        public T complete(T returned, ObjectSnapshot before) {
            before.bindNew(handed, returned);
            return returned;
        }

        @Override
        public Completion<T, T> certain(T returned, ObjectSnapshot before) {
            return this;
        }
    }

    /**
     * Runs a body and turns its outcome into something while it can still be undone.
     *
     * @throws RuntimeException what the body, the completion or the commit threw; the receiver and the objects among the
     *     arguments are then as they were
     */
    public <R extends @Nullable Object> R perform(ActionRequest request, Completion<@Nullable Object, R> completion) {
        return run(request, null, Attempt::body, completion);
    }

    /**
     * Runs bodies one after the other in one unit of work, all or none.
     *
     * @param requests at least one, all of one context; those of one object see what the ones before did to it
     * @throws BatchFailedException if a body threw; the receivers and the objects among the arguments are then as they were
     * @throws RuntimeException what the completion or the commit threw, likewise
     */
    public <R extends @Nullable Object> R performTogether(
            List<ActionRequest> requests, Completion<List<@Nullable Object>, R> completion) {
        return run(requests.get(0), requests, Attempt::bodies, completion);
    }

    private <T extends @Nullable Object, R extends @Nullable Object> R run(
            ActionRequest first,
            @Nullable List<ActionRequest> all,
            Function<Attempt, T> bodies,
            Completion<T, R> completion) {
        ObjectSnapshot before = all == null ? ObjectSnapshot.ofReceiver(first) : ObjectSnapshot.ofReceivers(all);
        // A body that runs again must find its arguments as they came, not as its first try left them.
        ObjectSnapshot handed = all == null ? ObjectSnapshot.ofArguments(first) : ObjectSnapshot.ofArguments(all);
        for (int tried = 1; ; tried++) {
            boolean done = false;
            try {
                R completed = once(first, all, before, bodies, completion);
                done = true;
                return completed;
            } catch (TransactionAbortedException aborted) {
                if (tried == MOST_TRIES || !pause(first.context(), tried)) {
                    throw aborted;
                }
            } finally {
                if (!done) {
                    handed.restore();
                    before.restore();
                }
            }
        }
    }

    private <T extends @Nullable Object, R extends @Nullable Object> R once(
            ActionRequest first,
            @Nullable List<ActionRequest> all,
            ObjectSnapshot before,
            Function<Attempt, T> bodies,
            Completion<T, R> completion) {
        ObjectContext context = first.context();
        RemotableMethod method = all == null ? first.method() : firstWriting(all);
        try (UnitOfWorkFactory.OpenUnit unit = units.open(context, method)) {
            UnitServices outer = context.enter(unit);
            try {
                T returned = bodies.apply(new Attempt(first, all == null ? List.of() : all, unit));
                Completion<T, R> certain = unit.endsAlone() ? completion.certain(returned, before) : null;
                unit.finish(certain != null);
                if (certain != null) {
                    return afterTheFact(first, () -> certain.complete(returned, before));
                }
                R completed = completion.complete(returned, before);
                unit.commit();
                return completed;
            } finally {
                context.enter(outer);
            }
        }
    }

    /** Completes a call that was applied: nothing that goes wrong now may look as if it had not been. */
    private static <R extends @Nullable Object> R afterTheFact(ActionRequest call, Supplier<R> completing) {
        try {
            return completing.get();
        } catch (RuntimeException broken) {
            throw RemoteFailureException.unforeseen(
                    call.method().qualifiedName() + ": applied, but its answer cannot be given (expected: one that was"
                            + " certain before); read what is stored",
                    Outcome.UNKNOWN,
                    broken);
        }
    }

    private static RemotableMethod firstWriting(List<ActionRequest> requests) {
        for (ActionRequest request : requests) {
            if (!request.method().readOnly()) {
                return request.method();
            }
        }
        return requests.get(0).method();
    }

    /** One try of some calls in their unit of work. */
    private record Attempt(ActionRequest first, List<ActionRequest> all, UnitOfWorkFactory.OpenUnit unit) {
        @Nullable
        Object body() {
            return body(first);
        }

        List<@Nullable Object> bodies() {
            List<@Nullable Object> results = new ArrayList<>(all.size());
            for (ActionRequest request : all) {
                try {
                    results.add(body(request));
                    unit.finish(false);
                } catch (TransactionAbortedException wholeUnit) {
                    throw wholeUnit;
                } catch (RuntimeException thrown) {
                    throw BatchFailedException.at(
                            results.size(), all.size(), request.method().qualifiedName(), thrown);
                }
            }
            return results;
        }

        private @Nullable Object body(ActionRequest request) {
            RemotableMethod method = request.method();
            unit.begin(method);
            ObjectSnapshot before = method.readOnly() ? ObjectSnapshot.ofReceiver(request) : null;
            Object result = invoked(request);
            String changed = before == null ? null : before.firstChange();
            if (changed != null) {
                throw new ReadOnlyViolationException(method.qualifiedName() + ": changed " + changed
                        + " (expected: nothing changed, since it is read-only; leave out readOnly = true)");
            }
            ResultLimit.check(method, result);
            return method.values().result(result);
        }
    }

    /** An error of the body's own is its failure, like any other; one of the virtual machine's is everybody's. */
    private static @Nullable Object invoked(ActionRequest request) {
        try {
            return request.method().invoke(request.receiver(), request.arguments());
        } catch (StackOverflowError endless) {
            throw new UndeclaredThrowableException(endless);
        } catch (VirtualMachineError broken) {
            throw broken;
        } catch (Error ofBody) {
            throw new UndeclaredThrowableException(ofBody);
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
