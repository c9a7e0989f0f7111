package dev.attacca.store;

import dev.attacca.error.ConfigurationException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the stored domains on the class path. */
public final class StoredDomains {
    private StoredDomains() {}

    /**
     * Every stored domain that {@link ServiceLoader} finds, by name, whatever the order of the class path.
     *
     * @throws ConfigurationException if one cannot be made, or two have the same name
     */
    public static List<StoredDomain> load() {
        try {
            return checked(ServiceLoader.load(StoredDomain.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList());
        } catch (ServiceConfigurationError broken) {
            throw new ConfigurationException(
                    "stored domains: " + broken.getMessage()
                            + " (expected: public classes with a public constructor; mend META-INF/services or the class path)",
                    Map.of(),
                    broken);
        }
    }

    /** The domains by name; the same class twice counts once. */
    static List<StoredDomain> checked(List<StoredDomain> domains) {
        TreeMap<String, StoredDomain> byName = new TreeMap<>();
        for (StoredDomain domain : domains) {
            StoredDomain other = byName.putIfAbsent(domain.name(), domain);
            if (other != null && other.getClass() != domain.getClass()) {
                List<String> both = Stream.of(other, domain)
                        .map(one -> one.getClass().getName())
                        .sorted(Comparator.naturalOrder())
                        .toList();
                throw new ConfigurationException("stored domain " + domain.name() + ": " + both
                        + " (expected: one class of that name; take the other off the class path or rename it)");
            }
        }
        return List.copyOf(byName.values());
    }
}
