package dev.attacca.transport;

import dev.attacca.error.ProtocolException;
import dev.attacca.transport.thrift.Batch;
import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.Welcome;
import dev.attacca.transport.thrift.WireFault;
import org.jspecify.annotations.Nullable;

/**
 * What one connection calls, on the server's side. Every method but {@link #methodOf} runs on a worker and may block; none of
 * them runs on an event loop.
 *
 * <p>Whatever is thrown travels to the caller as {@link Faults} says. Bodies are handed over without a copy: read them with
 * {@code bufferForBody()}, whose array may be larger than the body and serves other calls once this one is answered: what outlives
 * the call is a copy. An answer's body may lie in {@link CallControl#memory}.
 *
 * <p>Thread safety: {@link #hello} is never called by two threads at once, and happens before every action; actions of one
 * connection run at the same time on several workers.
 */
public interface ServerSession {
    /**
     * Agrees on codec and schema sets. Called again, on the same session, after an answer with {@code schemaWanted}; the
     * answer without it opens the connection for actions.
     *
     * <p>The protocol version is settled before this is called, and the transport itself fills in {@code protocol},
     * {@code maxFrameBytes} and {@code maxInFlight} of the answer.
     */
    Welcome hello(Hello hello) throws WireFault;

    /** Runs a method of an object that travels in the body. */
    Reply act(Call call, CallControl control) throws WireFault;

    /** Runs a method of a class. */
    Reply query(Call call, CallControl control) throws WireFault;

    /** Runs several methods of objects and classes, all or none. */
    default Reply batch(Batch batch, CallControl control) throws WireFault {
        throw new ProtocolException(
                ProtocolException.UNSUPPORTED, "batch: not served here (expected: one call after the other)");
    }

    /**
     * What a call calls, by which the server remembers how long it takes: the same object for all calls of one method, over all
     * sessions. Null when that is not known; such a call always goes to another thread. Called on the event loop, so it may
     * look something up and do nothing else; the body is not its business.
     */
    default @Nullable Object methodOf(Call call, boolean onQuery) {
        return null;
    }

    /** Told once, after the connection has ended; calls may still be running then, and find themselves cancelled. */
    default void closed() {}
}
