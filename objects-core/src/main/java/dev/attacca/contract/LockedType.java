package dev.attacca.contract;

import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A class as a lock states it: its newest version and all that is known of the ones before.
 *
 * @param name the name peers know
 * @param version the newest version
 * @param facts what else holds of it
 * @param fields the fields by name
 * @param removed the fields that are gone, by name
 * @param steps the written steps down, newest first
 * @param calls the remotables of its objects, by signature
 * @param queries the remotables of its query, by signature
 */
record LockedType(
        String name,
        Version version,
        Facts facts,
        List<LockedField> fields,
        List<LockedField> removed,
        List<Step> steps,
        List<LockedMethod> calls,
        List<LockedMethod> queries) {

    LockedType {
        fields = fields.stream().sorted(Comparator.comparing(LockedField::name)).toList();
        removed = removed.stream()
                .sorted(Comparator.comparing(LockedField::toString))
                .toList();
        steps = steps.stream()
                .sorted(Comparator.comparing(Step::from).reversed())
                .toList();
        calls = calls.stream()
                .sorted(Comparator.comparing(LockedMethod::signature))
                .toList();
        queries = queries.stream()
                .sorted(Comparator.comparing(LockedMethod::signature))
                .toList();
    }

    /**
     * A written step down.
     *
     * @param from the newer version
     * @param to the one before
     * @param loses what it declares to lose; empty means nothing
     */
    record Step(Version from, Version to, String loses) {
        @Override
        public String toString() {
            return from + " -> " + to + ": loses " + Quoted.of(loses);
        }
    }

    /**
     * A field as one version has it.
     *
     * @param name its name there
     * @param type the text of its type there, without the mark for null
     * @param nullable whether null is a value of it
     * @param origin the field it is or was
     */
    record Shape(String name, String type, boolean nullable, LockedField origin) {
        String typeText() {
            return type + (nullable ? "?" : "");
        }
    }

    /** What tells it from other classes of a lock, {@code Ship} or {@code Ship:2}: majors do not understand each other. */
    String key() {
        return TypeKey.of(name, version).toString();
    }

    /** The fields that a version has, by name. */
    List<Shape> at(Version at) {
        List<Shape> shapes = new ArrayList<>();
        for (List<LockedField> some : List.of(fields, removed)) {
            for (LockedField field : some) {
                if (field.existsAt(at)) {
                    shapes.add(new Shape(field.nameAt(at), field.typeAt(at), field.nullableAt(at), field));
                }
            }
        }
        shapes.sort(Comparator.comparing(Shape::name));
        return shapes;
    }

    @Nullable
    LockedField field(String fieldName) {
        for (LockedField field : fields) {
            if (field.name().equals(fieldName)) {
                return field;
            }
        }
        return null;
    }

    List<LockedMethod> methods(boolean onQuery) {
        return onQuery ? queries : calls;
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
