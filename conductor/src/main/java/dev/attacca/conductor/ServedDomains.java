package dev.attacca.conductor;

import dev.attacca.conductor.health.DomainHealth;
import dev.attacca.error.DatabaseUnavailableException;
import dev.attacca.error.Outcome;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import javax.sql.DataSource;

/** What a conductor serves, for people: the domains on its class path with their versions and migrations. */
final class ServedDomains {
    private static final String NEWEST = "SELECT domain, max(ordinal) FROM attacca_migrations GROUP BY domain";

    private ServedDomains() {}

    /** The domains by name; asked once, after the migrations. */
    static Map<String, DomainHealth> read(ObjectRegistry registry, DataSource migrated) {
        Map<String, Integer> newest = new HashMap<>();
        try (Connection connection = migrated.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(NEWEST)) {
            while (rows.next()) {
                newest.put(rows.getString(1), rows.getInt(2));
            }
        } catch (SQLException away) {
            throw new DatabaseUnavailableException(
                    "database: it went away after its migrations (expected: a server that stays); start again",
                    Outcome.REFUSED,
                    Map.of(),
                    away);
        }
        Map<String, DomainHealth> served = new TreeMap<>();
        for (ObjectDomain domain : ServiceLoader.load(ObjectDomain.class)) {
            served.put(domain.name(), new DomainHealth(newest.getOrDefault(domain.name(), 0), types(registry, domain)));
        }
        return Collections.unmodifiableMap(served);
    }

    private static Map<String, String> types(ObjectRegistry registry, ObjectDomain domain) {
        Map<String, String> types = new TreeMap<>();
        domain.types()
                .forEach(type -> types.put(
                        registry.type(type).name(),
                        registry.type(type).version().toString()));
        return Collections.unmodifiableMap(types);
    }
}
