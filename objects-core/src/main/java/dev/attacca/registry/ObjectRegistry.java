package dev.attacca.registry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.attacca.error.DomainException;
import dev.attacca.error.RegistryException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.object.ObjectFactory;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.ObjectType;
import dev.attacca.object.QueryType;
import dev.attacca.object.VersionedObject;
import dev.attacca.value.ValueSupport;
import dev.attacca.version.TypeKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The versioned classes a process knows, validated as a whole, with their histories. Two registries of the same classes
 * share the generated subclasses. Unchanged once built, safe for use by several threads.
 */
public final class ObjectRegistry implements ObjectFactory {
    private final List<ObjectType<?>> types;
    private final Map<Class<?>, ObjectType<?>> byClass = new HashMap<>();
    private final Map<Class<?>, QueryType<?>> queriesByClass = new HashMap<>();
    private final Map<TypeKey, TypeHistory> histories = new HashMap<>();

    @GuardedBy("this")
    private @Nullable SchemaSet schemaSet;

    private final DomainErrors errors;

    private ObjectRegistry(List<WrittenType> written, DomainErrors errors) {
        this.errors = errors;
        List<ObjectType<?>> sorted = new ArrayList<>();
        for (WrittenType each : written) {
            sorted.add(each.type());
            byClass.put(each.type().javaType(), each.type());
            QueryType<?> query = each.query();
            if (query != null) {
                queriesByClass.put(query.javaType(), query);
            }
            histories.put(each.type().key(), each.history());
        }
        sorted.sort(Comparator.comparing(ObjectType::key));
        this.types = List.copyOf(sorted);
    }

    /**
     * A registry of every {@link ObjectDomain} that {@link ServiceLoader} finds on the class path.
     *
     * @throws RegistryException with every problem, if there are any, no domain is found, or one cannot be made
     */
    public static ObjectRegistry load() {
        Builder builder = builder();
        try {
            ServiceLoader.load(ObjectDomain.class).forEach(builder::add);
        } catch (ServiceConfigurationError broken) {
            throw new RegistryException(
                    List.of(
                            "domains: " + broken.getMessage()
                                    + " (expected: public classes with a public constructor; mend META-INF/services or the class path)"));
        }
        return builder.build();
    }

    /** An empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** The types in name order, majors of one name from the oldest. */
    @Override
    public List<ObjectType<?>> types() {
        return types;
    }

    /** The type peers know by that name, of several majors the newest, or {@code null}. */
    public @Nullable ObjectType<?> typeNamed(String name) {
        List<ObjectType<?>> majors = majorsOf(name);
        return majors.isEmpty() ? null : majors.get(majors.size() - 1);
    }

    /** Every major of a name, the oldest first; none if the name is not registered. */
    public List<ObjectType<?>> majorsOf(String name) {
        return types.stream().filter(type -> type.name().equals(name)).toList();
    }

    /** The type of that name and major, or {@code null}. */
    public @Nullable ObjectType<?> type(TypeKey key) {
        TypeHistory history = histories.get(key);
        return history == null ? null : history.type();
    }

    /**
     * The history of a type of this registry.
     *
     * @throws UnknownTypeException if it is not one of this registry
     */
    public TypeHistory history(ObjectType<?> type) {
        TypeHistory history = histories.get(type.key());
        if (history == null) {
            throw unknown(type.javaType());
        }
        return history;
    }

    /** The errors of its domains. */
    public DomainErrors errors() {
        return errors;
    }

    @Override
    public boolean declaresError(String code) {
        return errors.codes().contains(code);
    }

    /** What this registry's process tells its peers it knows. */
    public synchronized SchemaSet schemaSet() {
        // On first use: who runs bodies in place never tells anybody.
        SchemaSet known = schemaSet;
        if (known == null) {
            known = SchemaSet.of(this);
            schemaSet = known;
        }
        return known;
    }

    @Override
    @SuppressWarnings("unchecked") // The map's key is the type's own class.
    public <T extends VersionedObject> ObjectType<T> type(Class<T> javaType) {
        ObjectType<?> type = byClass.get(javaType);
        if (type == null) {
            throw unknown(javaType);
        }
        return (ObjectType<T>) type;
    }

    @Override
    @SuppressWarnings("unchecked") // The map's key is the query's own class.
    public <Q extends ObjectQuery<?>> QueryType<Q> queryType(Class<Q> javaType) {
        QueryType<?> query = queriesByClass.get(javaType);
        if (query == null) {
            throw unknown(javaType);
        }
        return (QueryType<Q>) query;
    }

    private UnknownTypeException unknown(Class<?> javaType) {
        return new UnknownTypeException(javaType.getName() + ": not registered (expected one of: "
                + types.stream().map(ObjectType::key).toList() + "; add it to its ObjectDomain)");
    }

    /** Collects domains; {@link #build()} validates them together. Confined to one thread. */
    public static final class Builder {
        private final List<ObjectDomain> domains = new ArrayList<>();

        private Builder() {}

        /** Adds a domain. */
        public Builder add(ObjectDomain domain) {
            domains.add(domain);
            return this;
        }

        /**
         * Validates everything and builds.
         *
         * @throws RegistryException with every problem found, not only the first
         */
        public ObjectRegistry build() {
            List<Class<?>> classes = new ArrayList<>();
            List<ValueSupport<?>> values = new ArrayList<>();
            List<Class<? extends DomainException>> thrown = new ArrayList<>();
            domains.forEach(domain -> {
                thrown.addAll(domain.errors());
                classes.addAll(domain.types());
                values.addAll(domain.values());
            });
            ValueSupports supports = new ValueSupports(values);
            List<TypeDeclaration> declarations = classes.stream()
                    .distinct()
                    .map(type -> ClassDeclarations.of(type).where(supports))
                    .toList();
            List<String> problems = new ArrayList<>(new RegistryCheck(declarations, values).problems());
            DomainErrors errors = DomainErrors.read(thrown, problems);
            if (!problems.isEmpty()) {
                throw new RegistryException(problems);
            }
            return new ObjectRegistry(declarations.stream().map(WrittenType::of).toList(), errors);
        }
    }
}
