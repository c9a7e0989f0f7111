package dev.attacca.contract;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts of one line, in their order. Immutable. */
record Facts(List<Fact> all) {
    static final Facts NONE = new Facts(List.of());

    Facts {
        all = all.stream().sorted().toList();
    }

    static Facts of(Collection<Fact> facts) {
        return new Facts(List.copyOf(facts));
    }

    boolean has(Fact.Kind kind) {
        return find(kind) != null;
    }

    /** The text of the first fact of that kind, or {@code null} if there is none. */
    @Nullable
    String find(Fact.Kind kind) {
        for (Fact fact : all) {
            if (fact.kind() == kind) {
                return fact.text();
            }
        }
        return null;
    }

    List<String> each(Fact.Kind kind) {
        return all.stream().filter(fact -> fact.kind() == kind).map(Fact::text).toList();
    }

    /** {@code ; lazy; since 1.1}, empty when there are none. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        all.forEach(fact -> out.append("; ").append(fact));
        return out.toString();
    }
}
