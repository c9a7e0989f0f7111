package dev.attacca.object;

import dev.attacca.error.InvalidCallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Several calls that are one: all are carried out, in their order, in one unit of work and one round trip; or none.
 *
 * <pre>{@code
 * Batch batch = context.batch();
 * Pending<List<Instance>> found = batch.call(query, q -> q.byHost(host));
 * batch.run(instance, Instance::save);
 * batch.commit();
 * found.get();
 * }</pre>
 *
 * <p>Calls are named as for {@link ObjectContext#callAsync}. Objects travel as they are at the commit, each once, so a later
 * call of an object sees what an earlier one did to it. If a call fails, nothing is stored, no object is touched, and a
 * {@link dev.attacca.error.BatchFailedException} tells which it was; what concerns the batch as a whole, such as a lost
 * connection, is thrown as for a single call. It is read-only, and repeated as such, if all its calls are.
 *
 * <p>Thread safety: confined to one thread at a time, like its context.
 */
public final class Batch {
    /** How many calls it takes. */
    public static final int MOST_CALLS = 1_000;

    private final ContextCalls calls;
    private final List<ActionRequest> requests = new ArrayList<>();
    private final List<Pending<?>> pending = new ArrayList<>();
    private boolean committed;

    Batch(ContextCalls calls) {
        this.calls = calls;
    }

    /**
     * Adds a call that returns something.
     *
     * @throws InvalidCallException if the function does anything but call one remotable of the receiver, or the batch is full
     *     or committed
     */
    public <T extends ContextBound, R extends @Nullable Object> Pending<R> call(
            T receiver, Function<? super T, ? extends R> call) {
        refuseMore();
        return added(calls.captured(receiver, call));
    }

    /** Adds a call whose result, if it has one, is of no interest; otherwise as {@link #call}. */
    public <T extends ContextBound> void run(T receiver, Consumer<? super T> call) {
        refuseMore();
        var unused = added(calls.capturedRun(receiver, call));
    }

    private void refuseMore() {
        refuseCommitted();
        if (requests.size() == MOST_CALLS) {
            throw new InvalidCallException("batch: " + (MOST_CALLS + 1) + " calls (expected: at most " + MOST_CALLS
                    + "); commit it and begin another one");
        }
    }

    private void refuseCommitted() {
        if (committed) {
            throw new InvalidCallException("batch: committed before (expected: once); begin another one");
        }
    }

    private void refuseCommit() {
        refuseCommitted();
        calls.refuseInsideUnit("batch: committed");
        calls.refuse(requests);
    }

    private <R extends @Nullable Object> Pending<R> added(ActionRequest request) {
        Pending<R> result = new Pending<>(request.method().qualifiedName());
        requests.add(request);
        pending.add(result);
        return result;
    }

    /** How many calls it has. */
    public int size() {
        return requests.size();
    }

    /**
     * Carries out the calls; without calls nothing happens.
     *
     * @throws dev.attacca.error.BatchFailedException if one of them failed
     * @throws dev.attacca.error.AttaccaException what concerns all of them
     * @throws InvalidCallException if it was committed before; and, so that it can still be committed later, if a call of one of
     *     the objects is on its way, or inside a remotable's body, which could not undo a part of its unit of work
     */
    public void commit() {
        refuseCommit();
        committed = true;
        if (!requests.isEmpty()) {
            settle(calls.callTogether(requests));
        }
    }

    /**
     * Carries out the calls without waiting for the answer; see {@link ObjectContext#callAsync} for who may touch what
     * meanwhile.
     *
     * @return completes once every object is up to date and every {@link Pending} has its result
     */
    public CompletionStage<@Nullable Void> commitAsync() {
        refuseCommit();
        committed = true;
        if (requests.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return calls.startTogether(requests, results -> {
            settle(results);
            return null;
        });
    }

    private void settle(@Nullable Object results) {
        List<?> each = (List<?>) Objects.requireNonNull(results, "a batch is answered with a list");
        for (int i = 0; i < pending.size(); i++) {
            pending.get(i).settle(each.get(i));
        }
    }
}
