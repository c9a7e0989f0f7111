package dev.attacca.transport;

import dev.attacca.transport.thrift.Call;
import dev.attacca.transport.thrift.Hello;
import dev.attacca.transport.thrift.Reply;
import dev.attacca.transport.thrift.Welcome;

/** The session of a connection that has none yet; a call of it is always refused before it gets here. */
enum NoSession implements ServerSession {
    INSTANCE;

    @Override
    public Welcome hello(Hello hello) {
        throw reached();
    }

    @Override
    public Reply act(Call call, CallControl control) {
        throw reached();
    }

    @Override
    public Reply query(Call call, CallControl control) {
        throw reached();
    }

    private static IllegalStateException reached() {
        return new IllegalStateException("session: none (expected: a handshake before any call)");
    }
}
