package dev.attacca.conductor.dispatch;

import dev.attacca.codec.Agreement;
import dev.attacca.codec.CallCodec;
import dev.attacca.error.ProtocolException;
import dev.attacca.indirection.LocalIndirection;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.SchemaSet;
import dev.attacca.transport.ServerSession;
import dev.attacca.transport.SessionFactory;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives every connection its session and keeps what was agreed with each schema set, so that a fleet of a thousand equal
 * agents sends theirs once.
 *
 * <p>Thread safety: safe for use by several threads.
 */
public final class ActionDispatcher implements SessionFactory {
    private static final int MOST_AGREEMENTS = 64;

    private final ObjectRegistry registry;
    private final LocalIndirection bodies;
    private final StatementTrace trace;
    private final CallObserver observer;
    private final String name;
    private final Map<ByteBuffer, CallCodec> agreed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, CallCodec> eldest) {
            return size() > MOST_AGREEMENTS;
        }
    };

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
        this.name = name;
    }

    @Override
    public ServerSession open(SocketAddress peer) {
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

    String name() {
        return name;
    }

    /** What was agreed with a schema set of that hash, or {@code null} if it was not met yet. */
    @Nullable
    CallCodec agreedWith(byte[] hash) {
        synchronized (agreed) {
            return agreed.get(ByteBuffer.wrap(hash));
        }
    }

    /**
     * Agrees with a schema set.
     *
     * @param hash what its owner says its hash is
     * @throws ProtocolException if it has another hash
     */
    CallCodec agree(byte[] hash, byte[] sent) {
        SchemaSet theirs = SchemaSet.parse(sent);
        if (!Arrays.equals(theirs.hash(), hash)) {
            throw new ProtocolException(
                    ProtocolException.BAD_PROTOCOL,
                    "schemaHash: not that of the schema set sent with it (expected: SHA-256 of its sorted text)");
        }
        CallCodec codec = new CallCodec(Agreement.between(registry, theirs));
        synchronized (agreed) {
            agreed.put(ByteBuffer.wrap(hash.clone()), codec);
        }
        return codec;
    }
}
