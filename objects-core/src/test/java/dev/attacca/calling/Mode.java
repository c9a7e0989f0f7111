package dev.attacca.calling;

import dev.attacca.Attacca;
import dev.attacca.RemoteOptions;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.LoopbackIndirection;
import dev.attacca.testing.ServedDomain;
import dev.attacca.transport.ExchangeListener.Exchange;
import dev.attacca.transport.ServerOptions;
import dev.attacca.transport.TransportServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Where the bodies of a test run. */
enum Mode {
    LOCAL {
        @Override
        Opened open(ObjectRegistry caller, ObjectRegistry conductor, UnitOfWorkFactory units) {
            Attacca attacca = Attacca.local(conductor, units);
            return new Opened(() -> attacca.context(RequestContext.create()), List::of, attacca::close);
        }
    },
    LOOPBACK {
        @Override
        Opened open(ObjectRegistry caller, ObjectRegistry conductor, UnitOfWorkFactory units) {
            LoopbackIndirection loopback = LoopbackIndirection.between(caller, conductor, units);
            return new Opened(loopback::context, loopback::exchanges, () -> {});
        }
    },
    SOCKET {
        @Override
        Opened open(ObjectRegistry caller, ObjectRegistry conductor, UnitOfWorkFactory units) {
            TransportServer server = TransportServer.start(
                    ServerOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                    new ServedDomain(conductor, units));
            List<Exchange> exchanges = new CopyOnWriteArrayList<>();
            Attacca attacca = Attacca.remote(
                    caller,
                    RemoteOptions.to("127.0.0.1:" + server.localAddress().getPort())
                            .listener(exchanges::add));
            return new Opened(() -> attacca.context(RequestContext.create()), () -> exchanges, () -> {
                attacca.close();
                server.close();
            });
        }
    };

    abstract Opened open(ObjectRegistry caller, ObjectRegistry conductor, UnitOfWorkFactory units);

    Opened open(ObjectRegistry registry) {
        return open(registry, registry, UnitOfWorkFactory.NONE);
    }

    /** A way to call, with what stands behind it. */
    record Opened(Supplier<ObjectContext> contexts, Supplier<List<Exchange>> exchanges, Runnable closing)
            implements AutoCloseable {
        ObjectContext context() {
            return contexts.get();
        }

        /** The messages so far, without handshakes. */
        List<String> messages() {
            return exchanges.get().stream()
                    .map(Exchange::message)
                    .filter(message -> !message.equals("hello"))
                    .toList();
        }

        @Override
        public void close() {
            closing.run();
        }
    }
}
