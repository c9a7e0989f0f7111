package dev.attacca.conductor.dispatch;

import dev.attacca.indirection.LocalIndirection;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.transport.Peer;
import dev.attacca.transport.ServerHandshake;
import dev.attacca.transport.ServerSession;
import dev.attacca.transport.SessionFactory;

/**
 * Gives every connection its session, and all of them what they share: the classes, the bodies, the handshake.
 *
 * <p>Thread safety: safe for use by several threads.
 */
public final class ActionDispatcher implements SessionFactory {
    private final ObjectRegistry registry;
    private final LocalIndirection bodies;
    private final StatementTrace trace;
    private final CallObserver observer;
    private final ServerHandshake handshake;

    /**
     * A dispatcher of the registered classes.
     *
     * @param units where bodies find their store
     * @param trace what the store tells of its statements
     * @param observer told of every call
     * @param name this conductor's name for its peers
     */
    public ActionDispatcher(
            ObjectRegistry registry,
            UnitOfWorkFactory units,
            StatementTrace trace,
            CallObserver observer,
            String name) {
        this.registry = registry;
        this.bodies = new LocalIndirection(units);
        this.trace = trace;
        this.observer = observer;
        this.handshake = new ServerHandshake(registry, name);
    }

    @Override
    public ServerSession open(Peer peer) {
        return new AgentSession(this, peer);
    }

    ObjectRegistry registry() {
        return registry;
    }

    LocalIndirection bodies() {
        return bodies;
    }

    StatementTrace trace() {
        return trace;
    }

    CallObserver observer() {
        return observer;
    }

    ServerHandshake handshake() {
        return handshake;
    }
}
