package dev.attacca.benchmarks.subject;

import dev.attacca.Attacca;
import dev.attacca.benchmarks.record.PlainServer;
import dev.attacca.benchmarks.record.ServerDomain;
import dev.attacca.benchmarks.record.ServerDomain.Server;
import dev.attacca.benchmarks.record.VersionedServer;
import dev.attacca.codec.Agreement;
import dev.attacca.codec.CallCodec;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.SchemaSet;
import java.util.Objects;

/** Our own codec: the record as the result of a query, as it crosses in a reply. */
public final class AttaccaSubject implements Subject {
    private final ObjectRegistry registry = ServerDomain.registry();
    private final ObjectContext context =
            Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
    private final RemotableMethod query =
            registry.queryType(Server.Query.class).remotables().get(0);
    private final Server server = VersionedServer.of(PlainServer.sample(), context);
    private final CallCodec codec;

    private AttaccaSubject(SchemaSet peers) {
        this.codec = CallCodec.binary(Agreement.between(registry, peers));
    }

    /** Between two sides of the same release. */
    public static AttaccaSubject sameRelease() {
        return new AttaccaSubject(ServerDomain.registry().schemaSet());
    }

    /** For a reader two releases behind. */
    public static AttaccaSubject towards(SchemaSet older) {
        return new AttaccaSubject(older);
    }

    /** The versioned object that is written. */
    public Server server() {
        return server;
    }

    /** What it is bound to. */
    public ObjectContext context() {
        return context;
    }

    @Override
    public byte[] encode() {
        return codec.writeReply(null, null, query, server).body();
    }

    @Override
    public Object decode(byte[] bytes) {
        return Objects.requireNonNull(
                codec.readReply(bytes, null, query, context).result());
    }

    @Override
    public PlainServer plain(Object decoded) {
        return VersionedServer.plain((Server) decoded);
    }
}
