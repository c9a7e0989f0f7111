package dev.attacca.conformance;

import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.Sensitive;
import dev.attacca.annotation.Versioned;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.UnsetFieldException;
import dev.attacca.object.VersionedObject;
import dev.attacca.value.Bytes;
import dev.attacca.value.SensitiveString;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an object of an abstract class is to do, a second time and the slow way: a map, and plain reflection on the class. It
 * knows neither slots nor masks, neither the registry nor a proxy.
 */
final class ReflectiveTwin {
    private final String title;
    private final Set<String> hidden;
    private final TreeMap<String, Property> properties = new TreeMap<>();
    private final Map<String, @Nullable Object> values = new TreeMap<>();
    private final TreeSet<String> changed = new TreeSet<>();
    private final Function<Property, @Nullable Object> loader;

    /** A getter and its setter. */
    record Property(String name, Method getter, Method setter, boolean nullable) {
        boolean lazy() {
            return getter.isAnnotationPresent(Lazy.class);
        }

        static Property of(Class<?> type, Method setter) {
            String capital = setter.getName().substring(3);
            Method getter = Arrays.stream(type.getMethods())
                    .filter(method -> method.getName().equals("get" + capital)
                            || method.getName().equals("is" + capital))
                    .findFirst()
                    .orElseThrow();
            boolean nullable = getter.getAnnotatedReturnType().isAnnotationPresent(Nullable.class);
            getter.setAccessible(true);
            setter.setAccessible(true);
            return new Property(
                    Character.toLowerCase(capital.charAt(0)) + capital.substring(1), getter, setter, nullable);
        }
    }

    /** A twin of an unset object that fetches by the loader. */
    ReflectiveTwin(Class<? extends VersionedObject> type, Function<Property, @Nullable Object> loader) {
        this.loader = loader;
        Versioned versioned = Objects.requireNonNull(type.getAnnotation(Versioned.class));
        this.title = type.getSimpleName() + " " + versioned.value();
        for (Method method : type.getMethods()) {
            if (Modifier.isAbstract(method.getModifiers()) && method.getName().startsWith("set")) {
                Property property = Property.of(type, method);
                properties.put(property.name(), property);
            }
        }
        this.hidden = properties.values().stream()
                .filter(ReflectiveTwin::isHidden)
                .map(Property::name)
                .collect(Collectors.toSet());
    }

    private static boolean isHidden(Property property) {
        String type = property.getter().getGenericReturnType().getTypeName();
        return property.getter().isAnnotationPresent(Sensitive.class)
                || type.contains(SensitiveString.class.getName())
                || type.endsWith(".Pin");
    }

    List<Property> properties() {
        return List.copyOf(properties.values());
    }

    boolean isSet(String name) {
        return values.containsKey(name);
    }

    /**
     * Reads; what is fetched when it is read is no change.
     *
     * @throws UnsetFieldException if it is unset and nothing fetches it
     */
    @Nullable
    Object get(Property property) {
        if (!isSet(property.name())) {
            if (!property.lazy()) {
                throw new UnsetFieldException("not set");
            }
            values.put(property.name(), kept(loader.apply(property)));
        }
        return values.get(property.name());
    }

    /**
     * Writes.
     *
     * @throws InvalidValueException if it is null and must not be, or if a limit refuses it
     */
    void set(Property property, @Nullable Object value) {
        TwinLimits limits = new TwinLimits(property.getter());
        Object kept = value == null && !property.nullable() ? limits.insteadOfNull() : kept(value);
        boolean missing = kept == null && !property.nullable();
        if (missing || !limits.allow(isSet(property.name()), values.get(property.name()), kept)) {
            throw new InvalidValueException("refused", Map.of(), null);
        }
        if (!isSet(property.name()) || !Objects.equals(kept, values.get(property.name()))) {
            values.put(property.name(), kept);
            changed.add(property.name());
        }
    }

    /** Values have one form: immutable, in order, in microseconds. */
    static @Nullable Object kept(@Nullable Object value) {
        if (value instanceof byte[] array) {
            return Bytes.of(array);
        }
        if (value instanceof Instant instant) {
            return instant.truncatedTo(ChronoUnit.MICROS);
        }
        if (value instanceof Duration duration) {
            return duration.truncatedTo(ChronoUnit.MICROS);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(kept(element)));
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Set<?> set) {
            Set<@Nullable Object> copy = new LinkedHashSet<>();
            set.forEach(element -> copy.add(kept(element)));
            return copy;
        }
        if (value instanceof Map<?, ?> map) {
            Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, element) -> copy.put(kept(key), kept(element)));
            return copy;
        }
        return value;
    }

    SortedSet<String> changes() {
        TreeSet<String> all = new TreeSet<>(changed);
        values.forEach((name, value) -> {
            if (objectsIn(value).stream().anyMatch(object -> !object.changes().isEmpty())) {
                all.add(name);
            }
        });
        return all;
    }

    void resetChanges() {
        changed.clear();
        values.values().forEach(value -> objectsIn(value).forEach(VersionedObject::resetChanges));
    }

    void resetChanges(String name) {
        changed.remove(name);
        objectsIn(values.get(name)).forEach(VersionedObject::resetChanges);
    }

    /** The objects that a value is or holds. */
    static List<VersionedObject> objectsIn(@Nullable Object value) {
        List<VersionedObject> found = new ArrayList<>();
        if (value instanceof VersionedObject object) {
            found.add(object);
        } else if (value instanceof Collection<?> elements) {
            elements.forEach(element -> found.addAll(objectsIn(element)));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(element -> found.addAll(objectsIn(element)));
        }
        return found;
    }

    @Override
    public String toString() {
        Set<String> dirty = changes();
        return properties.keySet().stream()
                .map(name -> (dirty.contains(name) ? "*" : "") + name + "=" + shown(name))
                .collect(Collectors.joining(", ", title + "[", "]"));
    }

    private String shown(String name) {
        if (!isSet(name)) {
            return "-";
        }
        if (hidden.contains(name)) {
            return "***";
        }
        Object value = values.get(name);
        if (value instanceof VersionedObject object) {
            return object.type().name() + " " + object.version();
        }
        int objects = objectsIn(value).size();
        if (objects > 0) {
            return objects == 1 ? "1 object" : objects + " objects";
        }
        return text(value);
    }

    /** Sets and maps in the order of their elements' texts: the twin knows no other. */
    static String text(@Nullable Object value) {
        if (value instanceof Set<?> set) {
            return set.stream().map(ReflectiveTwin::text).sorted().collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
                    .sorted(Comparator.naturalOrder())
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ReflectiveTwin::text).collect(Collectors.joining(", ", "[", "]"));
        }
        return String.valueOf(value);
    }
}
