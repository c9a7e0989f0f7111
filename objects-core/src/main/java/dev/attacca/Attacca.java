package dev.attacca;

import dev.attacca.indirection.IndirectionApi;
import dev.attacca.indirection.LocalIndirection;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;

/**
 * The front door: gives out contexts whose objects run their remotables in place or on a conductor.
 *
 * <p>Thread safety: safe for use by several threads; the contexts it gives out are confined to one thread each.
 */
public final class Attacca implements AutoCloseable {
    private final ObjectRegistry registry;
    private final IndirectionApi indirection;
    private final Runnable closing;

    private Attacca(ObjectRegistry registry, IndirectionApi indirection, Runnable closing) {
        this.registry = registry;
        this.indirection = indirection;
        this.closing = closing;
    }

    /**
     * Runs remotables in place.
     *
     * @param registry the classes
     * @param units where bodies find their store; {@link UnitOfWorkFactory#NONE} for domains that store nothing
     */
    public static Attacca local(ObjectRegistry registry, UnitOfWorkFactory units) {
        return new Attacca(registry, new LocalIndirection(units), () -> {});
    }

    /** A context for one request. */
    public ObjectContext context(RequestContext request) {
        return new ObjectContext(request, registry, indirection);
    }

    /** The classes it knows. */
    public ObjectRegistry registry() {
        return registry;
    }

    /** Closes the connections, if there are any; calls in flight end with an error. */
    @Override
    public void close() {
        closing.run();
    }
}
