package dev.attacca.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.Attacca;
import dev.attacca.RemoteOptions;
import dev.attacca.codec.CodecKind;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.LoopbackIndirection;
import dev.attacca.testing.ServedDomain;
import dev.attacca.transport.ExchangeListener.Exchange;
import dev.attacca.transport.ServerOptions;
import dev.attacca.transport.TestAuthority;
import dev.attacca.transport.TransportServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where bodies run, and what lies between them and their callers. */
public enum Mode {
    /** In place, on the caller's own objects. */
    LOCAL {
        @Override
        public Line open(ObjectRegistry caller, ObjectRegistry conductor, UnitOfWorkFactory units) {
            Attacca attacca = Attacca.local(conductor, units);
            return new Line(attacca::context, List::of, attacca::close);
        }
    },
    /** In this process, through bytes. */
    LOOPBACK {
        @Override
        public Line open(ObjectRegistry caller, ObjectRegistry conductor, UnitOfWorkFactory units) {
            return loopback(caller, conductor, units, CodecKind.BINARY);
        }
    },
    /** In this process, through JSON. */
    LOOPBACK_JSON {
        @Override
        public Line open(ObjectRegistry caller, ObjectRegistry conductor, UnitOfWorkFactory units) {
            return loopback(caller, conductor, units, CodecKind.JSON);
        }
    },
    /** On a server's workers, through a socket. */
    SOCKET {
        @Override
        public Line open(ObjectRegistry caller, ObjectRegistry conductor, UnitOfWorkFactory units) {
            return socket(caller, conductor, units, CodecKind.BINARY, null);
        }
    },
    /** On a server's workers, as JSON through a socket. */
    SOCKET_JSON {
        @Override
        public Line open(ObjectRegistry caller, ObjectRegistry conductor, UnitOfWorkFactory units) {
            return socket(caller, conductor, units, CodecKind.JSON, null);
        }
    },
    /** On a server's workers, through a socket, encrypted; each side has proven who it is. */
    SOCKET_TLS {
        @Override
        public Line open(ObjectRegistry caller, ObjectRegistry conductor, UnitOfWorkFactory units) {
            return secured(caller, conductor, units, CodecKind.BINARY);
        }
    },
    /** The same as JSON. */
    SOCKET_TLS_JSON {
        @Override
        public Line open(ObjectRegistry caller, ObjectRegistry conductor, UnitOfWorkFactory units) {
            return secured(caller, conductor, units, CodecKind.JSON);
        }
    };

    private static Line loopback(
            ObjectRegistry caller, ObjectRegistry conductor, UnitOfWorkFactory units, CodecKind codec) {
        LoopbackIndirection loopback = LoopbackIndirection.between(caller, conductor, units, codec);
        return new Line(loopback::context, loopback::exchanges, () -> {});
    }

    private static Line secured(
            ObjectRegistry caller, ObjectRegistry conductor, UnitOfWorkFactory units, CodecKind codec) {
        Path folder = temporaryFolder();
        Line line = socket(caller, conductor, units, codec, TestAuthority.in(folder));
        return new Line(line.contexts(), line.exchanges(), () -> {
            line.close();
            delete(folder);
        });
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("certificates");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> content = Files.list(folder)) {
            for (Path file : content.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line socket(
            ObjectRegistry caller,
            ObjectRegistry conductor,
            UnitOfWorkFactory units,
            CodecKind codec,
            @Nullable TestAuthority issuer) {
        // Small parts, so that what these sentences say is said of answers in parts too.
        TransportServer server = TransportServer.start(
                ServerOptions.builder(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .partBytes(1024)
                        .tls(issuer == null ? null : issuer.serverTls().build())
                        .build(),
                new ServedDomain(conductor, units));
        List<Exchange> exchanges = new CopyOnWriteArrayList<>();
        Attacca attacca = Attacca.remote(
                caller,
                RemoteOptions.to("127.0.0.1:" + server.localAddress().getPort())
                        .codec(codec)
                        .tls(issuer == null ? null : issuer.clientTls("host-1"))
                        .listener(exchanges::add));
        return new Line(attacca::context, () -> exchanges, () -> {
            attacca.close();
            server.close();
            assertThat(server.counters())
                    .as("what was said is said of this codec, and of TLS")
                    .satisfies(seen -> assertThat(seen.handshakesByCodec().getOrDefault(codec.wireName(), 0L))
                            .isEqualTo(seen.handshakes()))
                    .satisfies(seen -> assertThat(seen.connectionsSecured())
                            .isEqualTo(issuer == null ? 0 : seen.connectionsAccepted()));
        });
    }

    /**
     * Both sides know the classes of their own release; in place, all know the conductor's.
     *
     * @param caller what callers know
     * @param conductor what the side knows that runs the bodies
     * @param units where bodies find their store
     */
    public abstract Line open(ObjectRegistry caller, ObjectRegistry conductor, UnitOfWorkFactory units);

    /** Both sides know the same classes. */
    public Line open(ObjectRegistry registry, UnitOfWorkFactory units) {
        return open(registry, registry, units);
    }

    /** Both sides know the same classes, and bodies find no store. */
    public Line open(ObjectRegistry registry) {
        return open(registry, UnitOfWorkFactory.NONE);
    }

    /** A way from callers to bodies. */
    public record Line(
            Function<RequestContext, ObjectContext> contexts, Supplier<List<Exchange>> exchanges, Runnable closing)
            implements AutoCloseable {
        /** A context for a new request. */
        public ObjectContext context() {
            return context(RequestContext.create());
        }

        /** A context for a request. */
        public ObjectContext context(RequestContext request) {
            return contexts.apply(request);
        }

        /** The messages so far, without handshakes. */
        public List<String> messages() {
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
