package dev.attacca.contract;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error of a domain as a lock states it.
 *
 * @param code its code, which peers know it by
 * @param facts what it refines, and whether the same call may succeed later
 * @param fields what it tells beyond its message, by the names of its accessors
 */
record LockedError(String code, Facts facts, List<LockedField> fields) {

    LockedError {
        fields = fields.stream().sorted(Comparator.comparing(LockedField::name)).toList();
    }

    /** The framework's error that peers see who do not know this one, or {@code null}. */
    @Nullable
    String refines() {
        return facts.find(Fact.Kind.REFINES);
    }

    @Nullable
    LockedField field(String name) {
        for (LockedField field : fields) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return code + facts;
    }
}
