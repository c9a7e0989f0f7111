package dev.attacca.testing;

import dev.attacca.codec.CallCodec;
import dev.attacca.object.Deadline;
import dev.attacca.object.Origin;
import dev.attacca.registry.DomainErrors;
import dev.attacca.transport.CallControl;
import dev.attacca.transport.CallNumbers;
import dev.attacca.transport.Connection;
import dev.attacca.transport.ConnectionSource;
import dev.attacca.transport.ExchangeListener;
import dev.attacca.transport.ExchangeListener.Exchange;
import dev.attacca.transport.Faults;
import dev.attacca.transport.Handshake;
import dev.attacca.transport.ServerSession;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Conductor;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.Welcome;
import dev.attacca.transport.thrift.WireFault;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.thrift.TException;
import org.apache.thrift.TProcessor;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/**
 * A connection without a network: every question and every answer becomes a Thrift message, byte for byte that of a socket,
 * and is read again from these bytes. The served side runs on the calling thread.
 *
 * <p>Thread safety: as the session's.
 */
final class LoopbackConnection implements Connection<CallCodec>, ConnectionSource<CallCodec> {
    private static final SocketAddress HERE = InetSocketAddress.createUnresolved("loopback", 0);
    private static final int FRAME_LENGTH = 4;

    private final TProcessor processor;
    private final ExchangeListener listener;
    private final DomainErrors errors;
    private final CallCodec agreed;

    LoopbackConnection(ServerSession session, ExchangeListener listener, Handshake<CallCodec> handshake) {
        this.processor = new Conductor.Processor<>(new Served(session));
        this.listener = listener;
        this.errors = handshake.errors();
        this.agreed = handshake.agree(hello -> exchange(
                "hello",
                client -> client.hello(hello.setMinProtocol(1)
                        .setMaxProtocol(1)
                        .setOrigin(Origin.own().bytes()))));
    }

    @Override
    public CallCodec session() {
        return agreed;
    }

    @Override
    public SocketAddress remoteAddress() {
        return HERE;
    }

    @Override
    public boolean usable() {
        return true;
    }

    @Override
    public int inFlight() {
        return 0;
    }

    @Override
    public Reply act(Call call, Deadline deadline) {
        return exchange("act", client -> client.act(until(deadline, call)));
    }

    @Override
    public Reply query(Call call, Deadline deadline) {
        return exchange("query", client -> client.query(until(deadline, call)));
    }

    @Override
    public CompletableFuture<Reply> actAsync(Call call, Deadline deadline) {
        return settled(() -> act(call, deadline));
    }

    @Override
    public CompletableFuture<Reply> queryAsync(Call call, Deadline deadline) {
        return settled(() -> query(call, deadline));
    }

    @Override
    public Reply batch(Batch batch, Deadline deadline) {
        batch.setDeadlineMillis((int) Math.max(1, deadline.remaining().toMillis()));
        return exchange("batch", client -> client.batch(batch));
    }

    @Override
    public CompletableFuture<Reply> batchAsync(Batch batch, Deadline deadline) {
        return settled(() -> batch(batch, deadline));
    }

    private static CompletableFuture<Reply> settled(Supplier<Reply> action) {
        try {
            return CompletableFuture.completedFuture(action.get());
        } catch (RuntimeException failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    @Override
    public void ping(Deadline deadline) {
        // Nobody can be busy here.
    }

    @Override
    public CompletionStage<Connection<CallCodec>> connection(Deadline deadline) {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public Connection<CallCodec> connect(Deadline deadline) {
        return this;
    }

    @Override
    public List<Connection<CallCodec>> connections() {
        return List.of(this);
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    private static Call until(Deadline deadline, Call call) {
        return call.setDeadlineMillis((int) Math.max(1, deadline.remaining().toMillis()));
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(Conductor.Client client) throws TException;
    }

    private <T> T exchange(String message, Question<T> question) {
        long start = System.nanoTime();
        try {
            Wire wire = new Wire();
            try {
                return question.ask(new Conductor.Client(new TBinaryProtocol(wire.answers), new TBinaryProtocol(wire)));
            } finally {
                int asked = wire.length() + FRAME_LENGTH;
                int answered = wire.answerBytes + FRAME_LENGTH;
                listener.answered(new Exchange(message, asked, answered, System.nanoTime() - start));
            }
        } catch (WireFault fault) {
            throw Faults.toException(fault, errors);
        } catch (TException broken) {
            throw new IllegalStateException(message + " could not be written or read", broken);
        }
    }

    /** Where a question is written; once it is whole, it is answered. */
    private final class Wire extends TMemoryBuffer {
        private static final int FIRST_SIZE = 256;

        private final TMemoryInputTransport answers = new TMemoryInputTransport();

        private int answerBytes;

        Wire() throws TTransportException {
            super(FIRST_SIZE);
        }

        @Override
        public void flush() throws TTransportException {
            try {
                TMemoryBuffer written = new TMemoryBuffer(FIRST_SIZE);
                processor.process(
                        new TBinaryProtocol(new TMemoryInputTransport(getArray(), 0, length())),
                        new TBinaryProtocol(written));
                answerBytes = written.length();
                answers.reset(written.getArray(), 0, answerBytes);
            } catch (TTransportException broken) {
                throw broken;
            } catch (TException broken) {
                throw new TTransportException(broken);
            }
        }
    }

    /** The served side of the messages. */
    private static final class Served implements Conductor.Iface {
        private final ServerSession session;
        private @Nullable Origin origin;

        Served(ServerSession session) {
            this.session = session;
        }

        @Override
        public Welcome hello(Hello hello) throws WireFault {
            origin = Origin.of(hello.getOrigin());
            return answered(() -> session.hello(hello));
        }

        private Patience patience(Call call) {
            return new Patience(
                    Deadline.after(Duration.ofMillis(call.getDeadlineMillis())), CallNumbers.of(origin, call));
        }

        private Patience patience(Batch batch) {
            return new Patience(
                    Deadline.after(Duration.ofMillis(batch.getDeadlineMillis())), CallNumbers.of(origin, batch));
        }

        @Override
        public Reply act(Call call) throws WireFault {
            return answered(() -> session.act(call, patience(call)));
        }

        @Override
        public Reply query(Call call) throws WireFault {
            return answered(() -> session.query(call, patience(call)));
        }

        @Override
        public Reply batch(Batch batch) throws WireFault {
            return answered(() -> session.batch(batch, patience(batch)));
        }

        @Override
        public void ping() {
            // The answer is all there is to say.
        }

        @Override
        public void cancel(int seqid) {
            // The caller's thread runs the call: it cannot have changed its mind meanwhile.
        }

        private interface Answer<T> {
            T get() throws WireFault;
        }

        private static <T> T answered(Answer<T> answer) throws WireFault {
            try {
                return answer.get();
            } catch (RuntimeException failed) {
                throw Faults.toWire(failed);
            }
        }
    }

    /** A caller that waits until its deadline. */
    private record Patience(Deadline deadline, CallNumbers numbers) implements CallControl {
        @Override
        public boolean cancelled() {
            return false;
        }

        @Override
        public int maxReplyBodyBytes() {
            return Integer.MAX_VALUE;
        }

        @Override
        public SocketAddress peer() {
            return HERE;
        }
    }
}
