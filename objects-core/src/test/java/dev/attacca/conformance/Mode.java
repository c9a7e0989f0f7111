package dev.attacca.conformance;

import dev.attacca.Attacca;
import dev.attacca.RemoteOptions;
import dev.attacca.codec.CodecKind;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.LoopbackIndirection;
import dev.attacca.testing.ServedDomain;
import dev.attacca.transport.ServerOptions;
import dev.attacca.transport.TransportServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;

/** Where bodies run, and what lies between them and their callers. */
enum Mode {
    /** In place, on the caller's own objects. */
    LOCAL {
        @Override
        Line open(ObjectRegistry registry, UnitOfWorkFactory units) {
            Attacca attacca = Attacca.local(registry, units);
            return new Line(attacca::context, attacca::close);
        }
    },
    /** In this process, through bytes. */
    LOOPBACK {
        @Override
        Line open(ObjectRegistry registry, UnitOfWorkFactory units) {
            return loopback(registry, units, CodecKind.BINARY);
        }
    },
    /** In this process, through JSON. */
    LOOPBACK_JSON {
        @Override
        Line open(ObjectRegistry registry, UnitOfWorkFactory units) {
            return loopback(registry, units, CodecKind.JSON);
        }
    },
    /** On a server's workers, through a socket. */
    SOCKET {
        @Override
        Line open(ObjectRegistry registry, UnitOfWorkFactory units) {
            return socket(registry, units, CodecKind.BINARY);
        }
    },
    /** On a server's workers, as JSON through a socket. */
    SOCKET_JSON {
        @Override
        Line open(ObjectRegistry registry, UnitOfWorkFactory units) {
            return socket(registry, units, CodecKind.JSON);
        }
    };

    private static Line loopback(ObjectRegistry registry, UnitOfWorkFactory units, CodecKind codec) {
        LoopbackIndirection loopback = LoopbackIndirection.of(registry, units, codec);
        return new Line(loopback::context, () -> {});
    }

    private static Line socket(ObjectRegistry registry, UnitOfWorkFactory units, CodecKind codec) {
        TransportServer server = TransportServer.start(
                ServerOptions.builder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .build(),
                new ServedDomain(registry, units));
        Attacca attacca = Attacca.remote(
                registry,
                RemoteOptions.to("127.0.0.1:" + server.localAddress().getPort()).codec(codec));
        return new Line(attacca::context, () -> {
            attacca.close();
            server.close();
        });
    }

    abstract Line open(ObjectRegistry registry, UnitOfWorkFactory units);

    /** A way from callers to bodies. */
    record Line(Function<RequestContext, ObjectContext> contexts, Runnable closing) implements AutoCloseable {
        ObjectContext context(RequestContext request) {
            return contexts.apply(request);
        }

        @Override
        public void close() {
            closing.run();
        }
    }
}
