package dev.attacca.registry;

import dev.attacca.error.DomainException;
import dev.attacca.object.VersionedObject;
import dev.attacca.value.ValueSupport;
import java.util.List;

/**
 * A module of domain classes that plugs into agents and conductors alike, found through {@link java.util.ServiceLoader}.
 * Implementations have a public constructor without parameters and load no database code.
 */
public interface ObjectDomain {
    /** A short lower-case name, such as {@code compute}. */
    String name();

    /** The abstract classes annotated with {@link dev.attacca.annotation.Versioned}, nested ones included. */
    List<Class<? extends VersionedObject>> types();

    /** What makes types of the domain's own field types; none unless overridden. */
    default List<ValueSupport<?>> values() {
        return List.of();
    }

    /** The errors that bodies of the domain throw and callers catch by class; none unless overridden. */
    default List<Class<? extends DomainException>> errors() {
        return List.of();
    }
}
