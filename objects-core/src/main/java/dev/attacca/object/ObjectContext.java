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
    private final Caller caller;
    private final CurrentUnit unit;
    private final boolean lazyLoads;
    private final LazyLoadListener lazyLoadListener;
    /** Made when it is needed, since most contexts of a conductor have no calls; shared with the contexts derived from this one. */
    private @Nullable CallsInFlight inFlight;

    private @Nullable ContextCalls calls;

    /**
     * For the front door and the dispatcher; application code gets its contexts from {@code Attacca}.
     *
     * @param request the request served
     * @param factory the registered classes
     * @param invoker where remotables go
     */
    public ObjectContext(RequestContext request, ObjectFactory factory, RemotableInvoker invoker) {
        this(request, factory, invoker, Caller.IN_PLACE);
    }

    /**
     * For a dispatcher, of a call that arrived.
     *
     * @param request the request served
     * @param factory the registered classes
     * @param invoker where remotables go
     * @param caller whose call it is
     */
    public ObjectContext(RequestContext request, ObjectFactory factory, RemotableInvoker invoker, Caller caller) {
        this(request, factory, invoker, caller, new CurrentUnit(), null, true, LazyLoadListener.NONE);
    }

    private ObjectContext(
            RequestContext request,
            ObjectFactory factory,
            RemotableInvoker invoker,
            Caller caller,
            CurrentUnit unit,
            @Nullable CallsInFlight inFlight,
            boolean lazyLoads,
            LazyLoadListener lazyLoadListener) {
        this.request = request;
        this.factory = factory;
        this.invoker = invoker;
        this.caller = caller;
        this.unit = unit;
        this.inFlight = inFlight;
        this.lazyLoads = lazyLoads;
        this.lazyLoadListener = lazyLoadListener;
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

    /** Who made the call that is served; {@link Caller#IN_PLACE} in the caller's own process. */
    public Caller caller() {
        return caller;
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
        return calls().start(calls().captured(receiver, call), Pending::typed);
    }

    /**
     * Begins a call whose result, if it has one, is of no interest: {@code context.runAsync(instance, Instance::save)}.
     * Otherwise as {@link #callAsync}.
     */
    public <T extends ContextBound> CompletionStage<@Nullable Void> runAsync(T receiver, Consumer<? super T> call) {
        return calls().start(calls().capturedRun(receiver, call), result -> null);
    }

    /**
     * Begins a batch: calls of objects and queries of this context that will be carried out as one.
     *
     * @throws InvalidCallException inside a remotable's body, whose calls are one unit of work already
     */
    public Batch batch() {
        calls().refuseInsideUnit("batch:");
        return new Batch(calls());
    }

    private CallsInFlight inFlight() {
        CallsInFlight known = inFlight;
        if (known == null) {
            known = new CallsInFlight();
            inFlight = known;
        }
        return known;
    }

    ContextCalls calls() {
        ContextCalls known = calls;
        if (known == null) {
            known = new ContextCalls(this, inFlight());
            calls = known;
        }
        return known;
    }

    /**
     * Fetches a lazy field for many objects with one call, however many they are: by the remotable that their query marks with
     * {@link dev.attacca.annotation.Loads}, or where there is none (also: none at the other side's release) by each object's own
     * loader. Objects that have the field are left alone. Fetching is no change; what throws leaves every object of the class as
     * it was.
     *
     * @param objects objects of one class, or of several that have the field; a list object as well as a list
     * @param field the name of a lazy field
     * @throws IllegalArgumentException if there is no such field or it is not lazy
     */
    public void load(Iterable<? extends VersionedObject> objects, String field) {
        ListLoading.load(this, objects, field);
    }

    /**
     * Binds an object, and every object it reaches, to this context: for one that came from elsewhere or has none.
     *
     * @return the object
     * @throws UnknownTypeException if its class is not registered here
     */
    public <T extends VersionedObject> T bind(T object) {
        factory.type(((VersionedObject) object).type().javaType());
        ObjectSet reached = Nested.reachable(object);
        for (int i = 0; i < reached.size(); i++) {
            reached.get(i).context = this;
        }
        return object;
    }

    /**
     * The same way of calling, for another request. A request of the same id is the same one seen otherwise: inside a
     * remotable's body its calls stay in the unit of work, and like all contexts of one request it belongs to this one's thread.
     */
    public ObjectContext with(RequestContext other) {
        CurrentUnit shared = other.requestId().equals(request.requestId()) ? unit : new CurrentUnit();
        return new ObjectContext(other, factory, invoker, caller, shared, inFlight(), lazyLoads, lazyLoadListener);
    }

    /** The same request as an administrator: see {@link RequestContext#admin()}. */
    public ObjectContext elevated() {
        return with(request.elevated());
    }

    /** The same request, seeing other rows. */
    public ObjectContext withReadDeleted(ReadDeleted mode) {
        return with(request.withReadDeleted(mode));
    }

    /**
     * The same request, whose objects refuse to fetch lazy fields one by one with {@link
     * dev.attacca.error.LazyLoadForbiddenException}. Fields are then loaded for a whole list.
     */
    public ObjectContext withoutLazyLoads() {
        return new ObjectContext(request, factory, invoker, caller, unit, inFlight(), false, lazyLoadListener);
    }

    /** The same request, whose lazy loads somebody is told of. */
    public ObjectContext withLazyLoadListener(LazyLoadListener listener) {
        return new ObjectContext(request, factory, invoker, caller, unit, inFlight(), lazyLoads, listener);
    }

    boolean lazyLoads() {
        return lazyLoads;
    }

    LazyLoadListener lazyLoadListener() {
        return lazyLoadListener;
    }

    /** Whether a remotable's body is running under this context, so that further remotables run where they are. */
    public boolean insideUnit() {
        return unit.services != null;
    }

    /**
     * What the unit of work offers to bodies, such as the store.
     *
     * @throws IllegalStateException outside a remotable's body
     */
    public <S> S service(Class<S> serviceType) {
        UnitServices open = unit.services;
        if (open == null) {
            throw new IllegalStateException(serviceType.getSimpleName()
                    + " asked for outside a remotable (expected: only bodies of @Remotable methods reach it;"
                    + " mark the calling method @Remotable)");
        }
        return open.service(serviceType, this);
    }

    /**
     * For the local indirection: opens or closes the unit of work that bodies see.
     *
     * @param services what bodies may reach, or {@code null} when the unit ends
     * @return what was there before
     */
    public @Nullable UnitServices enter(@Nullable UnitServices services) {
        return unit.enter(services);
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

        /**
         * The service of that type as a context sees it that was derived from the call's own: its read-deleted mode counts.
         *
         * @throws IllegalStateException if there is none
         */
        default <S> S service(Class<S> serviceType, ObjectContext asking) {
            return service(serviceType);
        }
    }
}
