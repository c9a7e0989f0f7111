package dev.attacca.version;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Default;
import dev.attacca.annotation.NowNotNull;
import dev.attacca.annotation.NowNullable;
import dev.attacca.annotation.Removed;
import dev.attacca.annotation.Renamed;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectRegistry;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.modifier.TypeManifestation;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import org.jspecify.annotations.Nullable;

/**
 * A made-up history of two classes, of which one holds the other, and what each release of it wrote into its sources: what
 * somebody would have written who added, renamed and removed fields, and let some be null and others no more.
 */
final class GeneratedHistory {
    /** How many versions the classes have. */
    static final int VERSIONS = 5;

    private final List<Field> holder = new ArrayList<>();
    private final List<Field> held = new ArrayList<>();
    private final String place;

    private enum Kind {
        TEXT,
        NUMBER,
        ONE,
        SOME,
        BY_NAME
    }

    /**
     * A field from its first to its last version.
     *
     * @param removed the first version without it, {@link #VERSIONS} for none
     * @param renamed the versions that gave it another name
     * @param nullChange the version from which null was allowed, or was no more; 0 for none
     */
    private record Field(
            int number,
            Kind kind,
            int added,
            int removed,
            List<Integer> renamed,
            boolean nullableAtFirst,
            int nullChange) {

        boolean existsAt(int version) {
            return added <= version && version < removed;
        }

        String nameAt(int version) {
            long names = renamed.stream().filter(since -> since <= version).count();
            return "f" + number + "abcdefgh".charAt((int) names);
        }

        boolean nullableAt(int version) {
            return nullableAtFirst ^ (nullChange > 0 && version >= nullChange);
        }
    }

    GeneratedHistory(long seed) {
        Random random = new Random(seed);
        place = "dev.attacca.generated.h" + seed + ".";
        int fields = 3 + random.nextInt(6);
        for (int number = 0; number < fields; number++) {
            held.add(field(random, number, 2));
            holder.add(field(random, number, Kind.values().length));
        }
        for (Kind kind : List.of(Kind.ONE, Kind.SOME, Kind.BY_NAME)) {
            holder.add(new Field(holder.size(), kind, 0, VERSIONS, List.of(), false, 0));
        }
    }

    private static Field field(Random random, int number, int kinds) {
        Kind kind = Kind.values()[random.nextInt(kinds)];
        int added = random.nextInt(3) == 0 ? 1 + random.nextInt(VERSIONS - 1) : 0;
        boolean scalar = kind == Kind.TEXT || kind == Kind.NUMBER;
        boolean changesNull = scalar && added < VERSIONS - 1 && random.nextInt(3) == 0;
        int nullChange = changesNull ? added + 1 + random.nextInt(VERSIONS - 1 - added) : 0;
        boolean removable = (scalar || kind == Kind.ONE) && !changesNull && added < VERSIONS - 1;
        int removed = removable && random.nextInt(3) == 0 ? added + 1 + random.nextInt(VERSIONS - 1 - added) : VERSIONS;
        List<Integer> renamed = new ArrayList<>();
        for (int version = added + 1; version < removed; version++) {
            if (random.nextInt(4) == 0) {
                renamed.add(version);
            }
        }
        boolean nullable = kind != Kind.SOME && kind != Kind.BY_NAME && random.nextBoolean();
        return new Field(number, kind, added, removed, renamed, nullable, nullChange);
    }

    /** What a release knew: both classes at that minor. */
    ObjectRegistry release(int version) {
        String here = place + "v" + version + ".";
        DynamicType.Unloaded<?> part = write(here + "Part", "Part", held, version, null);
        DynamicType.Unloaded<?> whole = write(here + "Whole", "Whole", holder, version, part.getTypeDescription());
        DynamicType.Loaded<?> loaded =
                whole.include(part).load(GeneratedHistory.class.getClassLoader(), ClassLoadingStrategy.Default.WRAPPER);
        List<Class<? extends VersionedObject>> types = new ArrayList<>();
        types.add(loaded.getLoaded().asSubclass(VersionedObject.class));
        loaded.getLoadedAuxiliaryTypes().values().forEach(type -> types.add(type.asSubclass(VersionedObject.class)));
        return Releases.of(types);
    }

    private static DynamicType.Unloaded<?> write(
            String className, String name, List<Field> fields, int version, @Nullable TypeDescription part) {
        DynamicType.Builder<?> type = new ByteBuddy()
                .subclass(VersionedObject.class)
                .modifiers(Visibility.PUBLIC, TypeManifestation.ABSTRACT)
                .name(className)
                .annotateType(annotation(Versioned.class, Map.of("value", "1." + version, "name", name)));
        List<AnnotationDescription> removed = new ArrayList<>();
        for (Field field : fields) {
            if (field.existsAt(version)) {
                type = accessors(type, field, version, part);
            } else if (field.added() < version) {
                removed.addAll(removals(field, part));
            }
        }
        if (!removed.isEmpty()) {
            type = type.annotateType(AnnotationDescription.Builder.ofType(Removed.Several.class)
                    .defineAnnotationArray(
                            "value",
                            TypeDescription.ForLoadedType.of(Removed.class),
                            removed.toArray(AnnotationDescription[]::new))
                    .build());
        }
        return type.make();
    }

    private static DynamicType.Builder<?> accessors(
            DynamicType.Builder<?> type, Field field, int version, @Nullable TypeDescription part) {
        String name = field.nameAt(version);
        String suffix = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        TypeDescription.Generic kept = typeOf(field, version, part);
        return type.defineMethod("get" + suffix, kept, Visibility.PUBLIC)
                .withoutCode()
                .annotateMethod(past(field, version))
                .defineMethod("set" + suffix, void.class, Visibility.PUBLIC)
                .withParameters(kept)
                .withoutCode();
    }

    private static TypeDescription.Generic typeOf(Field field, int version, @Nullable TypeDescription part) {
        boolean nullable = field.nullableAt(version);
        TypeDescription.Generic.Builder builder = switch (field.kind()) {
            case TEXT -> TypeDescription.Generic.Builder.rawType(String.class);
            case NUMBER -> TypeDescription.Generic.Builder.rawType(nullable ? Integer.class : int.class);
            case ONE -> TypeDescription.Generic.Builder.rawType(java.util.Objects.requireNonNull(part));
            case SOME ->
                TypeDescription.Generic.Builder.parameterizedType(
                        TypeDescription.ForLoadedType.of(List.class), java.util.Objects.requireNonNull(part));
            case BY_NAME ->
                TypeDescription.Generic.Builder.parameterizedType(
                        TypeDescription.ForLoadedType.of(Map.class),
                        TypeDescription.ForLoadedType.of(String.class),
                        java.util.Objects.requireNonNull(part));
        };
        return nullable
                ? builder.annotate(AnnotationDescription.Builder.ofType(Nullable.class)
                                .build())
                        .build()
                : builder.build();
    }

    private static List<AnnotationDescription> past(Field field, int version) {
        List<AnnotationDescription> past = new ArrayList<>();
        if (field.added() > 0) {
            past.add(annotation(Added.class, Map.of("in", "1." + field.added())));
        }
        List<AnnotationDescription> renamed = new ArrayList<>();
        for (int since : field.renamed()) {
            if (since <= version) {
                renamed.add(annotation(Renamed.class, Map.of("from", field.nameAt(since - 1), "in", "1." + since)));
            }
        }
        if (!renamed.isEmpty()) {
            past.add(AnnotationDescription.Builder.ofType(Renamed.Several.class)
                    .defineAnnotationArray(
                            "value",
                            TypeDescription.ForLoadedType.of(Renamed.class),
                            renamed.toArray(AnnotationDescription[]::new))
                    .build());
        }
        if (field.nullChange() > 0 && version >= field.nullChange()) {
            Class<? extends Annotation> change = field.nullableAt(version) ? NowNullable.class : NowNotNull.class;
            past.add(annotation(change, Map.of("in", "1." + field.nullChange())));
            past.add(annotation(Default.class, Map.of("value", field.kind() == Kind.TEXT ? "default" : "7")));
        }
        return past;
    }

    /** One for each name the field had, as the annotation knows one name. */
    private static List<AnnotationDescription> removals(Field field, @Nullable TypeDescription part) {
        List<AnnotationDescription> removals = new ArrayList<>();
        List<Integer> ends = new ArrayList<>(field.renamed());
        ends.add(field.removed());
        int from = field.added();
        boolean nullable = field.nullableAt(from);
        for (int end : ends) {
            AnnotationDescription.Builder removal = AnnotationDescription.Builder.ofType(Removed.class)
                    .define("field", field.nameAt(from))
                    .define("nullable", nullable)
                    .define("since", from == 0 ? "" : "1." + from)
                    .define("in", "1." + end);
            removal = switch (field.kind()) {
                case TEXT -> removal.define("type", String.class);
                case NUMBER -> removal.define("type", nullable ? Integer.class : int.class);
                default -> removal.define("type", java.util.Objects.requireNonNull(part));
            };
            removals.add(removal.build());
            from = end;
        }
        return removals;
    }

    private static AnnotationDescription annotation(Class<? extends Annotation> type, Map<String, String> values) {
        AnnotationDescription.Builder builder = AnnotationDescription.Builder.ofType(type);
        for (Map.Entry<String, String> value : values.entrySet()) {
            builder = builder.define(value.getKey(), value.getValue());
        }
        return builder.build();
    }

    /** What a field of one release is in another: nothing, or something that may or may not be null. */
    enum Fate {
        GONE,
        NULLABLE,
        NEVER_NULL
    }

    /** What a reader of a version has of a field that a writer of another calls so. */
    Fate fate(String typeName, String name, int writer, int reader) {
        for (Field field : typeName.equals("Whole") ? holder : held) {
            if (field.existsAt(writer) && field.nameAt(writer).equals(name)) {
                return !field.existsAt(reader) ? Fate.GONE : field.nullableAt(reader) ? Fate.NULLABLE : Fate.NEVER_NULL;
            }
        }
        throw new IllegalArgumentException(typeName + "." + name + " at 1." + writer);
    }
}
