package dev.attacca.walk;

import dev.attacca.Attacca;
import dev.attacca.RemoteOptions;
import dev.attacca.fleet.ConductorProcess;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ReadDeleted;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;

/**
 * A conductor with a client of the newest release in this JVM and a look at its rows.
 *
 * <p>Thread safety: safe for use by several threads; contexts are confined to one each.
 *
 * @param conductor the process
 * @param client calls it, as {@code peer test}
 * @param rows of its database
 */
record Served(ConductorProcess conductor, Attacca client, Rows rows) implements AutoCloseable {
    /** A client with every domain of the test's class path. */
    static Served by(ConductorProcess conductor) {
        Attacca client = Attacca.remote(ObjectRegistry.load(), options(conductor));
        return new Served(conductor, client, Rows.of(conductor));
    }

    static RemoteOptions options(ConductorProcess conductor) {
        return RemoteOptions.to(conductor.address()).peer("test");
    }

    ObjectContext context() {
        return client.context(RequestContext.create());
    }

    /** A context that sees dead rows too. */
    ObjectContext contextWithDeleted() {
        return client.context(RequestContext.create().withReadDeleted(ReadDeleted.YES));
    }

    @Override
    public void close() {
        client.close();
    }
}
