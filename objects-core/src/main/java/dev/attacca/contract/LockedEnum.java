package dev.attacca.contract;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An enum as a lock states it.
 *
 * @param name its simple name, which peers know it by
 * @param constants by name, as their order in the source means nothing to peers
 */
record LockedEnum(String name, List<Constant> constants) {

    LockedEnum {
        constants =
                constants.stream().sorted(Comparator.comparing(Constant::name)).toList();
    }

    /**
     * A constant.
     *
     * @param name its name
     * @param facts since when, and what older readers are given instead
     */
    record Constant(String name, Facts facts) {
        /** What older readers are given instead, or {@code null}. */
        @Nullable
        String fallback() {
            return facts.find(Fact.Kind.FALLBACK);
        }

        @Override
        public String toString() {
            return name + facts;
        }
    }

    @Nullable
    Constant constant(String constantName) {
        for (Constant constant : constants) {
            if (constant.name().equals(constantName)) {
                return constant;
            }
        }
        return null;
    }
}
