package dev.attacca.object;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The query of a registered class: its class-level remotables and how to make one. Built by the registry, immutable, safe
 * for use by several threads.
 *
 * @param <Q> the abstract query class
 */
public final class QueryType<Q extends ObjectQuery<?>> {
    private final String owner;
    private final Class<Q> javaType;
    private final List<RemotableMethod> remotables;
    private final List<BulkLoader> bulkLoaders;
    private final Prototype<Q> prototype;

    /** For the registry: see the accessors for the parameters' meaning. */
    public QueryType(
            String owner,
            Class<Q> javaType,
            List<RemotableMethod> remotables,
            List<BulkLoader> bulkLoaders,
            Prototype<Q> prototype) {
        this.owner = owner;
        this.javaType = javaType;
        this.remotables = List.copyOf(remotables);
        this.bulkLoaders = List.copyOf(bulkLoaders);
        this.prototype = prototype;
    }

    /** The peers' name of the class it belongs to. */
    public String owner() {
        return owner;
    }

    /** The abstract query class. */
    public Class<Q> javaType() {
        return javaType;
    }

    /** The remotables, in signature order. */
    public List<RemotableMethod> remotables() {
        return remotables;
    }

    /** The remotable that fetches a lazy field for many objects, or {@code null} if there is none. */
    public @Nullable BulkLoader bulkLoader(String field) {
        for (BulkLoader loader : bulkLoaders) {
            if (loader.field().name().equals(field)) {
                return loader;
            }
        }
        return null;
    }

    /** Makes a query bound to a context. */
    public Q newQuery(ObjectContext context) {
        Q query = prototype.make();
        ((ObjectQuery<?>) query).initialize(this, context);
        return query;
    }
}
