package dev.attacca.object;

import dev.attacca.error.UnknownTypeException;
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
