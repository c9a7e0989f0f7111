package dev.attacca.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rules about limits: a value that a release may hold must not be refused today. */
final class LimitRules {
    private final Comparison comparison;
    private final LockedType then;
    private final LockedType now;

    LimitRules(Comparison comparison, LockedType then, LockedType now) {
        this.comparison = comparison;
        this.then = then;
        this.now = now;
    }

    /**
     * The lengths that are allowed.
     *
     * @param least the shortest
     * @param most the longest, {@code Long.MAX_VALUE} for no bound
     */
    record Range(long least, long most) {
        private static final String BETWEEN = "..";

        static final Range ANY = new Range(0, Long.MAX_VALUE);

        static Range parse(String text) {
            int at = text.indexOf(BETWEEN);
            if (at < 0) {
                throw new IllegalArgumentException(text + " (expected: least" + BETWEEN + "most)");
            }
            String most = text.substring(at + BETWEEN.length());
            return new Range(
                    Long.parseLong(text.substring(0, at)), most.isEmpty() ? Long.MAX_VALUE : Long.parseLong(most));
        }

        boolean includes(Range other) {
            return least <= other.least && most >= other.most;
        }

        @Override
        public String toString() {
            return least + BETWEEN + (most == Long.MAX_VALUE ? "" : most);
        }
    }

    void check(LockedField old, LockedField field) {
        List<String> narrowed = new ArrayList<>();
        List<String> write = new ArrayList<>();
        boolean refused;
        least(old, field, narrowed, write);
        most(old, field, narrowed, write);
        length(old, field, narrowed, write);
        pattern(old, field, narrowed, write);
        refused = !narrowed.isEmpty();
        transitions(old, field, narrowed, write);
        if (field.facts().has(Fact.Kind.WRITE_ONCE)
                && !old.facts().has(Fact.Kind.WRITE_ONCE)
                && !old.facts().has(Fact.Kind.READ_ONLY)) {
            narrowed.add("write-once");
            write.add(JavaSource.getter(field) + "  // without @WriteOnce");
        }
        if (!narrowed.isEmpty()) {
            comparison.found(
                    ContractRule.LIMIT_NARROWED,
                    now.key() + "." + field.name(),
                    then.toString(),
                    "'" + field.name() + "' is " + String.join(", ", narrowed) + "; " + then + " allows more",
                    refused
                            ? "values that they set and send are refused (INVALID_VALUE)"
                            : "they still do it: a peer's change is not asked what was there before, and is stored",
                    write);
        }
    }

    private static void least(LockedField old, LockedField field, List<String> narrowed, List<String> write) {
        long before = number(old, Fact.Kind.MIN, Long.MIN_VALUE);
        long today = number(field, Fact.Kind.MIN, Long.MIN_VALUE);
        if (today > before) {
            narrowed.add("at least " + today);
            write.add(before == Long.MIN_VALUE ? "no @Min" : "@Min(" + before + ")");
        }
    }

    private static void most(LockedField old, LockedField field, List<String> narrowed, List<String> write) {
        long before = number(old, Fact.Kind.MAX, Long.MAX_VALUE);
        long today = number(field, Fact.Kind.MAX, Long.MAX_VALUE);
        if (today < before) {
            narrowed.add("at most " + today);
            write.add(before == Long.MAX_VALUE ? "no @Max" : "@Max(" + before + ")");
        }
    }

    private static long number(LockedField field, Fact.Kind kind, long otherwise) {
        String text = field.facts().find(kind);
        return text == null ? otherwise : Long.parseLong(text);
    }

    private static void length(LockedField old, LockedField field, List<String> narrowed, List<String> write) {
        Range before = range(old);
        Range today = range(field);
        if (!today.includes(before)) {
            narrowed.add("of length " + today);
            write.add(
                    before.equals(Range.ANY)
                            ? "no @Length"
                            : "@Length(min = " + before.least()
                                    + (before.most() == Long.MAX_VALUE ? ")" : ", max = " + before.most() + ")"));
        }
    }

    private static Range range(LockedField field) {
        String text = field.facts().find(Fact.Kind.LENGTH);
        return text == null ? Range.ANY : Range.parse(text);
    }

    /** Whether one pattern takes all that another takes is not decided here: another pattern counts as narrower. */
    private static void pattern(LockedField old, LockedField field, List<String> narrowed, List<String> write) {
        @Nullable String before = old.facts().find(Fact.Kind.MATCHES);
        @Nullable String today = field.facts().find(Fact.Kind.MATCHES);
        if (today != null && !today.equals(before)) {
            narrowed.add("matching " + Quoted.of(today));
            write.add(before == null ? "no @Matches" : "@Matches(" + Quoted.of(before) + ")");
        }
    }

    private static void transitions(LockedField old, LockedField field, List<String> narrowed, List<String> write) {
        Set<String> before = transitions(old);
        Set<String> today = transitions(field);
        if (!today.isEmpty() && before.isEmpty()) {
            narrowed.add("a state machine");
            write.add("no @Transitions");
        } else if (!today.isEmpty() && !today.containsAll(before)) {
            before.removeAll(today);
            narrowed.add("without the transition " + String.join(", ", before));
            write.add("@Transitions with " + String.join(", ", before));
        }
    }

    /** Every {@code BUILDING->ACTIVE}. */
    private static Set<String> transitions(LockedField field) {
        Set<String> transitions = new TreeSet<>();
        for (String state : field.facts().each(Fact.Kind.TRANSITIONS)) {
            int arrow = state.indexOf("->");
            for (String next : state.substring(arrow + 2).split("\\|", -1)) {
                transitions.add(state.substring(0, arrow + 2) + next);
            }
        }
        return transitions;
    }
}
