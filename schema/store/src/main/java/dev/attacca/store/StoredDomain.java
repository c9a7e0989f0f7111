package dev.attacca.store;

/**
 * The stored half of a module of domain classes: its migrations. Found through {@link java.util.ServiceLoader} where the
 * database is, and only there. Implementations have a public constructor without parameters.
 */
public interface StoredDomain {
    /** A short lower-case name, the same as the {@link dev.attacca.registry.ObjectDomain}'s: {@code compute}. */
    String name();

    /**
     * The folder of the migrations on the class path, relative to the implementing class's package. It holds
     * {@code V0001__create_tables.sql}, {@code V0002__….sql} and so on without a gap, and nothing else.
     */
    default String migrations() {
        return "migrations";
    }
}
