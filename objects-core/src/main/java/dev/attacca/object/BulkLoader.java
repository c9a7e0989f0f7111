package dev.attacca.object;

/**
 * A remotable of a query that fetches a lazy field for many objects. Immutable.
 *
 * @param field the lazy field
 * @param by the field whose values it is given
 * @param method takes a list of these values and returns a list of as many values of the lazy field, in the same order
 */
public record BulkLoader(ObjectField field, ObjectField by, RemotableMethod method) {}
