package dev.attacca;

import dev.attacca.indirection.IndirectionApi;
import dev.attacca.indirection.LocalIndirection;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.transport.ClientOptions;
import dev.attacca.transport.ConductorClient;
import java.net.InetSocketAddress;

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

    /**
     * Sends remotables to conductors. Connects when the first call is made and waits, within that call's deadline, for a
     * conductor that is not there yet.
     *
     * @param registry the classes this side knows; the conductor may know them in newer or older versions
     */
    public static Attacca remote(ObjectRegistry registry, RemoteOptions options) {
        ConductorClient client = new ConductorClient(
                registry,
                options.peer(),
                options.callTimeout(),
                ClientOptions.builder(options.conductors().toArray(new InetSocketAddress[0]))
                        .listener(options.listener())
                        .codec(options.codec())
                        .tls(options.tls())
                        .build());
        return new Attacca(registry, client, client::close);
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
