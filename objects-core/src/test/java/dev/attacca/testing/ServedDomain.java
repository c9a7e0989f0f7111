package dev.attacca.testing;

import dev.attacca.codec.CallCodec;
import dev.attacca.codec.InboundBatch;
import dev.attacca.codec.InboundCall;
import dev.attacca.codec.Loss;
import dev.attacca.error.Outcome;
import dev.attacca.indirection.LocalIndirection;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.transport.BatchedCalls;
import dev.attacca.transport.CallControl;
import dev.attacca.transport.Faults;
import dev.attacca.transport.Peer;
import dev.attacca.transport.RequestContexts;
import dev.attacca.transport.ServerHandshake;
import dev.attacca.transport.ServerSession;
import dev.attacca.transport.SessionFactory;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.Welcome;
import dev.attacca.transport.thrift.WireFault;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A conductor's answers without the conductor: registered classes whose bodies run here, for callers on the other end of a
 * loopback or of a real socket ({@code TransportServer.start(options, servedDomain)}). Decoding, diffs, backports and errors
 * are those of a conductor, by the same code.
 *
 * <p>Thread safety: safe for use by several threads, if the units of work are.
 */
public final class ServedDomain implements SessionFactory {
    private final ObjectRegistry registry;
    private final LocalIndirection bodies;
    private final ServerHandshake handshake;
    private final List<Loss> losses = new CopyOnWriteArrayList<>();

    /**
     * Serves the classes of a registry.
     *
     * @param units where bodies find their store; {@link UnitOfWorkFactory#NONE} for domains that store nothing
     */
    public ServedDomain(ObjectRegistry registry, UnitOfWorkFactory units) {
        this.registry = registry;
        this.bodies = new LocalIndirection(units);
        this.handshake = new ServerHandshake(registry, "served by a test");
    }

    /** What the answers so far could not give their callers, whose versions are older; in the order of the answers. */
    public List<Loss> losses() {
        return List.copyOf(losses);
    }

    @Override
    public ServerSession open(Peer peer) {
        return new Session();
    }

    private final class Session implements ServerSession {
        private volatile @Nullable CallCodec codec;

        @Override
        public Welcome hello(Hello hello) {
            ServerHandshake.Answer answer = handshake.answer(hello);
            codec = answer.codec();
            return answer.welcome();
        }

        @Override
        public Reply act(Call call, CallControl control) throws WireFault {
            return act(call, control, false);
        }

        @Override
        public Reply query(Call call, CallControl control) throws WireFault {
            return act(call, control, true);
        }

        @Override
        public Reply batch(Batch batch, CallControl control) throws WireFault {
            try {
                CallCodec agreed = Objects.requireNonNull(codec, "hello comes first");
                ObjectContext context =
                        new ObjectContext(RequestContexts.read(batch.getContext(), control), registry, bodies);
                CallCodec.Written written = new InboundBatch(agreed, BatchedCalls.read(batch), batch.bufferForBody())
                        .run(context, bodies, control.memory(), reply -> {});
                losses.addAll(written.losses());
                return new Reply().setBody(written.bytes());
            } catch (RuntimeException failed) {
                throw Faults.toWire(failed, Outcome.REFUSED);
            }
        }

        private Reply act(Call call, CallControl control, boolean onQuery) throws WireFault {
            try {
                CallCodec agreed = Objects.requireNonNull(codec, "hello comes first");
                ObjectContext context =
                        new ObjectContext(RequestContexts.read(call.getContext(), control), registry, bodies);
                CallCodec.Written written = new InboundCall(
                                agreed, call.getType(), call.getMethod(), onQuery, call.bufferForBody())
                        .decode(context)
                        .run(bodies, control.memory(), reply -> {});
                losses.addAll(written.losses());
                return new Reply().setBody(written.bytes());
            } catch (RuntimeException failed) {
                throw Faults.toWire(failed, Outcome.REFUSED);
            }
        }
    }
}
