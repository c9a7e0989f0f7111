package dev.attacca.transport.idl;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a Thrift file defines, as far as peers rely on it. Immutable by convention of its parser.
 *
 * @param structs structs, unions and exceptions, by name
 * @param enums by name
 * @param services by name
 */
record Idl(Map<String, Struct> structs, Map<String, EnumType> enums, Map<String, Service> services) {
    /**
     * A struct, a union or an exception.
     *
     * @param kind which of them, in the words of the file
     * @param fields by number
     * @param reserved numbers that no field may have again
     */
    record Struct(String kind, String name, int line, Map<Integer, Field> fields, Set<Integer> reserved) {}

    /**
     * A field, an argument or a declared exception.
     *
     * @param need {@code optional}, {@code required} or empty
     * @param type without white space
     * @param fallback the default value as written, or null
     */
    record Field(
            int number,
            String need,
            String type,
            String name,
            @Nullable String fallback,
            int line) {
        /** All that a peer could notice, as it would be written. */
        String written() {
            String start = number + ": " + (need.isEmpty() ? "" : need + " ") + type + " " + name;
            return fallback == null ? start : start + " = " + fallback;
        }
    }

    /** An enum: its values by name. */
    record EnumType(String name, int line, Map<String, Integer> values) {}

    /**
     * A service.
     *
     * @param base the service that it extends, or empty
     * @param methods by name
     * @param reserved names that no method may have again
     */
    record Service(String name, int line, String base, Map<String, Method> methods, Set<String> reserved) {}

    /** A message that is called, and what comes back; {@code returns} holds {@code oneway} and the type. */
    record Method(String name, int line, String returns, List<Field> arguments, List<Field> failures) {}
}
