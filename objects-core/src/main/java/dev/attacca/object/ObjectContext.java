package dev.attacca.object;

import dev.attacca.error.InvalidCallException;
import dev.attacca.error.UnknownTypeException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an object is bound to: the request it serves and the way its remotables take. The context decides where a body
 * runs, never the class and never a global.
 *
 * <p>Thread safety: confined to one thread at a time, like the objects bound to it; make one per request.
 */
public final class ObjectContext {
    private final RequestContext request;
    private final ObjectFactory factory;
    private final RemotableInvoker invoker;
    private @Nullable UnitServices unit;
    private @Nullable ContextCalls calls;

    /**
     * For the front door and the dispatcher; application code gets its contexts from {@code Attacca}.
     *
     * @param request the request served
     * @param factory the registered classes
     * @param invoker where remotables go
     */
    public ObjectContext(RequestContext request, ObjectFactory factory, RemotableInvoker invoker) {
        this.request = request;
        this.factory = factory;
        this.invoker = invoker;
    }

    /** The request served. */
    public RequestContext request() {
        return request;
    }

    /** The registered classes. */
    public ObjectFactory factory() {
        return factory;
    }

    /** Where remotables go. */
    public RemotableInvoker invoker() {
        return invoker;
    }

    /**
     * A query of a registered class, bound to this context.
     *
     * @throws UnknownTypeException if the query is not registered
     */
    public <Q extends ObjectQuery<?>> Q query(Class<Q> queryType) {
        return factory.queryType(queryType).newQuery(this);
    }

    /**
     * A new object with every field unset, bound to this context.
     *
     * @throws UnknownTypeException if the class is not registered
     */
    public <T extends VersionedObject> T create(Class<T> javaType) {
        return factory.type(javaType).newObject(this);
    }

    /**
     * Begins a call that returns something and does not wait for its answer:
     * {@code context.callAsync(query, q -> q.byHost(host))}.
     *
     * <p>The function runs here and now and must call exactly one remotable of the receiver; that call is noted, not
     * performed, so no remotable needs a twin. Until the stage completes, receiver and arguments belong to the call: nobody
     * may touch them, and another remotable of the receiver is refused. In a local context the body runs at once on the
     * calling thread, and the stage is complete when it is returned. Otherwise the stage completes on a callback thread,
     * never on an event loop; what hangs on to it and takes long belongs on a thread of its own ({@code thenApplyAsync}).
     *
     * @param receiver an object or a query of this context
     * @param call calls one remotable of it and returns that one's result as it is
     * @return completes when the receiver is up to date, with the result; fails with what the blocking call would throw.
     *     Cancelling it as a future cancels the call
     * @throws InvalidCallException if the function does anything else, or a call of the receiver is on its way already
     */
    public <T extends ContextBound, R extends @Nullable Object> CompletionStage<R> callAsync(
            T receiver, Function<? super T, ? extends R> call) {
        return calls().start(calls().captured(receiver, call), true);
    }

    /**
     * Begins a call whose result, if it has one, is of no interest: {@code context.runAsync(instance, Instance::save)}.
     * Otherwise as {@link #callAsync}.
     */
    public <T extends ContextBound> CompletionStage<@Nullable Void> runAsync(T receiver, Consumer<? super T> call) {
        return calls().start(calls().capturedRun(receiver, call), false);
    }

    ContextCalls calls() {
        ContextCalls known = calls;
        if (known == null) {
            known = new ContextCalls(this);
            calls = known;
        }
        return known;
    }

    /** The same way of calling, for another request. */
    public ObjectContext with(RequestContext other) {
        return new ObjectContext(other, factory, invoker);
    }

    /** Whether a remotable's body is running under this context, so that further remotables run where they are. */
    public boolean insideUnit() {
        return unit != null;
    }

    /**
     * What the unit of work offers to bodies, such as the store.
     *
     * @throws IllegalStateException outside a remotable's body
     */
    public <S> S service(Class<S> serviceType) {
        UnitServices open = unit;
        if (open == null) {
            throw new IllegalStateException(serviceType.getSimpleName()
                    + " asked for outside a remotable (expected: only bodies of @Remotable methods reach it;"
                    + " mark the calling method @Remotable)");
        }
        return open.service(serviceType);
    }

    /**
     * For the local indirection: opens or closes the unit of work that bodies see.
     *
     * @param services what bodies may reach, or {@code null} when the unit ends
     * @return what was there before
     */
    public @Nullable UnitServices enter(@Nullable UnitServices services) {
        UnitServices before = unit;
        unit = services;
        return before;
    }

    /** What bodies may reach while a unit of work is open. */
    @FunctionalInterface
    public interface UnitServices {
        /**
         * The service of that type.
         *
         * @throws IllegalStateException if there is none
         */
        <S> S service(Class<S> serviceType);
    }
}
