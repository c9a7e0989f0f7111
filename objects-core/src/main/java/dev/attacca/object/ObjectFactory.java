package dev.attacca.object;

import java.util.List;

/** Makes objects and queries of registered classes. Implemented by the registry; safe for use by several threads. */
public interface ObjectFactory {
    /** The types of the registered classes in name order, majors of one name from the oldest. */
    List<ObjectType<?>> types();

    /**
     * The type of a registered class.
     *
     * @throws dev.attacca.error.UnknownTypeException if the class is not registered
     */
    <T extends VersionedObject> ObjectType<T> type(Class<T> javaType);

    /**
     * The query type of a registered class's query.
     *
     * @throws dev.attacca.error.UnknownTypeException if the query is not registered
     */
    <Q extends ObjectQuery<?>> QueryType<Q> queryType(Class<Q> javaType);

    /** Whether a domain declares the class of its errors of that code, so that callers get them as what they are. */
    boolean declaresError(String code);
}
