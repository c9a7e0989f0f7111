package dev.attacca.testing;

import dev.attacca.codec.Agreement;
import dev.attacca.codec.CodecKind;
import dev.attacca.codec.Loss;
import dev.attacca.indirection.ActionReply;
import dev.attacca.indirection.IndirectionApi;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ActionRequest;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.transport.ConductorClient;
import dev.attacca.transport.ExchangeListener.Exchange;
import dev.attacca.transport.Peer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An indirection in one process that really encodes: a call becomes the bytes that a socket would carry, the body runs on
 * other objects, of another registry if you like, and its answer comes back as bytes. What only works because both sides
 * share memory fails here, in milliseconds and without a server; and with the registries of two releases a test sees what a
 * caller of the older or the newer one sees.
 *
 * <pre>{@code
 * LoopbackIndirection loopback = LoopbackIndirection.of(ObjectRegistry.load());
 * Book book = loopback.context().create(Book.class);
 * }</pre>
 *
 * <p>Thread safety: safe for use by several threads, if the units of work are; bodies run on the thread that calls.
 */
public final class LoopbackIndirection implements IndirectionApi {
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(1);

    private final ObjectRegistry caller;
    private final ServedDomain served;
    private final ConductorClient client;
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();

    private LoopbackIndirection(
            ObjectRegistry caller, ObjectRegistry conductor, UnitOfWorkFactory units, CodecKind codec) {
        this.caller = caller;
        this.served = new ServedDomain(conductor, units);
        this.client = new ConductorClient(
                caller,
                "loopback",
                CALL_TIMEOUT,
                codec,
                handshake -> new LoopbackConnection(
                        served.open(new Peer(InetSocketAddress.createUnresolved("loopback", 0), null)),
                        exchanges::add,
                        handshake));
    }

    /** Both sides know the same classes, and bodies find no store. */
    public static LoopbackIndirection of(ObjectRegistry registry) {
        return of(registry, UnitOfWorkFactory.NONE);
    }

    /**
     * Both sides know the same classes.
     *
     * @param units where bodies find their store
     */
    public static LoopbackIndirection of(ObjectRegistry registry, UnitOfWorkFactory units) {
        return of(registry, units, CodecKind.BINARY);
    }

    /**
     * Both sides know the same classes.
     *
     * @param units where bodies find their store
     * @param codec how calls are written
     */
    public static LoopbackIndirection of(ObjectRegistry registry, UnitOfWorkFactory units, CodecKind codec) {
        return new LoopbackIndirection(registry, registry, units, codec);
    }

    /**
     * The two sides know the classes of two releases.
     *
     * @param caller what the caller knows, an agent as a rule
     * @param conductor what the side knows that runs the bodies
     * @param units where bodies find their store
     */
    public static LoopbackIndirection between(
            ObjectRegistry caller, ObjectRegistry conductor, UnitOfWorkFactory units) {
        return between(caller, conductor, units, CodecKind.BINARY);
    }

    /**
     * The two sides know the classes of two releases.
     *
     * @param caller what the caller knows, an agent as a rule
     * @param conductor what the side knows that runs the bodies
     * @param units where bodies find their store
     * @param codec how calls are written
     */
    public static LoopbackIndirection between(
            ObjectRegistry caller, ObjectRegistry conductor, UnitOfWorkFactory units, CodecKind codec) {
        return new LoopbackIndirection(caller, conductor, units, codec);
    }

    /** A context on the caller's side, for a new request. */
    public ObjectContext context() {
        return context(RequestContext.create());
    }

    /** A context on the caller's side. */
    public ObjectContext context(RequestContext request) {
        return new ObjectContext(request, caller, client);
    }

    /** What the two sides agreed on. */
    public Agreement agreement() {
        return client.agreement();
    }

    /** Every round trip so far, the handshake's included, with the sizes that a socket would have seen; oldest first. */
    public List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** What the answers so far could not give the caller, because its versions are older; oldest first. */
    public List<Loss> losses() {
        return served.losses();
    }

    @Override
    public ActionReply performTogether(List<ActionRequest> requests) {
        return client.performTogether(requests);
    }

    @Override
    public ActionReply perform(ActionRequest request) {
        return client.perform(request);
    }
}
