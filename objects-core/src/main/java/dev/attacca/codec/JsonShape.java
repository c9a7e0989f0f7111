package dev.attacca.codec;

import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A layout with its fields by the names they have in JSON: {@code sizeGb} is {@code size_gb}. Immutable. */
final class JsonShape {
    private final Layout layout;
    private final Projection projection;
    private final Map<String, LayoutField> byName = new TreeMap<>();
    private final long held;

    private JsonShape(Layout layout) {
        this.layout = layout;
        this.projection = new Projection(layout);
        long withoutSetter = 0;
        for (LayoutField field : layout.fields()) {
            boolean onlyHolds = field.field() != null
                    && field.field().setter() == null
                    && field.type().holdsObjects();
            withoutSetter |= onlyHolds ? 1L << field.bit() : 0;
            LayoutField other = byName.put(SnakeCase.of(field.name()), field);
            if (other != null) {
                throw new IllegalStateException(layout + ": " + field.name() + " and " + other.name()
                        + " have one name in JSON (expected: names that differ in more than capitals; rename one)");
            }
        }
        this.held = withoutSetter;
    }

    /**
     * The fields without a setter that hold objects, as a mask of the layout: if such a one is among the changes, then because
     * an object in it changed.
     */
    long held() {
        return held;
    }

    Layout layout() {
        return layout;
    }

    Projection projection() {
        return projection;
    }

    /** Name and field, in the order of the names. */
    Collection<Map.Entry<String, LayoutField>> fields() {
        return byName.entrySet();
    }

    @Nullable
    LayoutField field(String name) {
        return byName.get(name);
    }

    Collection<String> names() {
        return byName.keySet();
    }

    /** Shapes by layout, each made once. Safe for use by several threads. */
    static final class Cache {
        private final Map<Layout, JsonShape> shapes = new ConcurrentHashMap<>();

        JsonShape of(Layout layout) {
            return shapes.computeIfAbsent(layout, JsonShape::new);
        }
    }
}
