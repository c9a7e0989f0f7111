package dev.attacca.conductor.health;

import java.util.Map;

/**
 * One domain as this conductor serves it. Immutable.
 *
 * @param migration number of its newest migration in the database; 0 for a domain that stores nothing
 * @param types its classes' newest versions, by the name that peers know, sorted
 */
public record DomainHealth(int migration, Map<String, String> types) {}
