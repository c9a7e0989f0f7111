package dev.attacca.codec;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.object.ObjectType;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.SchemaSet;
import dev.attacca.registry.SchemaSet.TypeSchema;
import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says why two sides cannot speak of a class, and what to do about it. Immutable. */
final class Disagreement {
    private final ObjectRegistry registry;
    private final SchemaSet theirs;

    Disagreement(ObjectRegistry registry, SchemaSet theirs) {
        this.registry = registry;
        this.theirs = theirs;
    }

    /**
     * The refusal of a class that was not agreed on.
     *
     * @param difference how the two shapes of one version differ, or {@code null} if that is not the reason
     */
    AttaccaException about(TypeKey key, @Nullable String difference) {
        TypeSchema schema = theirs.type(key);
        if (schema != null && difference != null) {
            return fingerprint(schema, difference);
        }
        ObjectType<?> mine = registry.type(key);
        List<Version> majors = majorsThere(key.name());
        if (mine == null || majors.isEmpty()) {
            return new UnknownTypeException(key + ": the other side does not know this class (expected one of: "
                    + theirs.types().keySet() + "; upgrade it, or add the class's module there)");
        }
        return otherMajor(mine, majors);
    }

    /** {@code Instance -> 2.0 refused}. */
    String shown(TypeKey key) {
        TypeSchema same = theirs.type(key);
        TypeSchema any = same == null ? theirs.typeNamed(key.name()) : same;
        return key.name() + " -> " + (any == null ? "nothing" : any.version()) + " refused";
    }

    private List<Version> majorsThere(String name) {
        return theirs.types().values().stream()
                .filter(type -> type.name().equals(name))
                .map(TypeSchema::version)
                .toList();
    }

    private static VersionMismatchException otherMajor(ObjectType<?> mine, List<Version> majors) {
        Version oldest = majors.get(0);
        Version newest = majors.get(majors.size() - 1);
        boolean tooNew = newest.isBefore(mine.version());
        Map<String, String> details = new LinkedHashMap<>();
        details.put(VersionMismatchException.TYPE, mine.name());
        details.put(VersionMismatchException.ASKED, mine.version().shape().toString());
        details.put(VersionMismatchException.SUPPORTED, (tooNew ? newest : oldest).toString());
        String remedy = tooNew
                ? "upgrade the other side first, or use major " + newest.major() + " here"
                : "upgrade this side, or serve major " + mine.version().major() + " there as well";
        return new VersionMismatchException(
                tooNew ? VersionMismatchException.TOO_NEW : VersionMismatchException.TOO_OLD,
                mine.name() + ": this side speaks " + mine.version().shape() + ", the other " + shown(majors)
                        + " (expected: the same major); " + remedy,
                details,
                null);
    }

    private static String shown(List<Version> majors) {
        return majors.size() == 1 ? majors.get(0).toString() : "one of " + majors;
    }

    private static VersionMismatchException fingerprint(TypeSchema schema, String difference) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put(VersionMismatchException.TYPE, schema.name());
        details.put(VersionMismatchException.ASKED, schema.version().toString());
        return new VersionMismatchException(
                VersionMismatchException.CODE,
                schema.name() + " " + schema.version() + " is not the same on both sides: " + difference
                        + " (expected: one shape per version); raise the version of the side that changed it",
                details,
                null);
    }
}
