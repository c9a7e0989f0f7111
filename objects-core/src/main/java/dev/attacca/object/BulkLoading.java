package dev.attacca.object;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The bulk loader that fetches a class's lazy field: its own query's or, where the class inherits how one object is loaded,
 * that of its base. Immutable.
 *
 * @param query the query that has it
 * @param loader the loader
 * @param by the field of the class, not of its base, that it is loaded by
 */
record BulkLoading(QueryType<?> query, BulkLoader loader, ObjectField by) {

    /** The nearest one, or {@code null} if there is none. */
    static @Nullable BulkLoading of(ObjectType<?> type, ObjectField field, ObjectFactory factory) {
        for (Class<?> at = type.javaType(); at != VersionedObject.class; at = at.getSuperclass()) {
            QueryType<?> query = queryOf(at, factory);
            BulkLoader loader = query == null ? null : query.bulkLoader(field.name());
            if (query != null && loader != null) {
                return new BulkLoading(
                        query,
                        loader,
                        Objects.requireNonNull(type.field(loader.by().name())));
            }
            boolean loadsItself = Stream.of(at.getDeclaredMethods())
                    .anyMatch(method -> method.getName().equals(field.loader()) && method.getParameterCount() == 0);
            if (loadsItself) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable QueryType<?> queryOf(Class<?> javaType, ObjectFactory factory) {
        for (ObjectType<?> type : factory.types()) {
            if (type.javaType() == javaType && type.queryType() != null) {
                return factory.queryType(type.queryType());
            }
        }
        return null;
    }
}
