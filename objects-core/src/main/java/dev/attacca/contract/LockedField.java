package dev.attacca.contract;

import dev.attacca.version.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field as a lock states it: of a class's newest version, or one that is gone.
 *
 * @param name its newest name
 * @param type the text of its newest type, without the mark for null
 * @param nullable whether null is a value of it
 * @param facts what else holds
 */
record LockedField(String name, String type, boolean nullable, Facts facts) {

    /** The type with the mark for null: {@code string?}. */
    String typeText() {
        return type + (nullable ? "?" : "");
    }

    /** The first version that has it, or {@code null} for the class's first. */
    @Nullable
    Version since() {
        String since = facts.find(Fact.Kind.SINCE);
        return since == null ? null : Version.parse(since);
    }

    /** Whether that version has it. */
    boolean existsAt(Version version) {
        Version since = since();
        String gone = facts.find(Fact.Kind.GONE);
        return (since == null || !version.isBefore(since)) && (gone == null || version.isBefore(Version.parse(gone)));
    }

    String nameAt(Version version) {
        return past(Fact.Kind.NAMED, version, name);
    }

    String typeAt(Version version) {
        return past(Fact.Kind.TYPED, version, type);
    }

    boolean nullableAt(Version version) {
        Past past = Past.of(nulls(), version);
        return past == null ? nullable : past.what().equals(Fact.Kind.NULLABLE.keyword());
    }

    /** Whether null was allowed, by {@code nullable} and {@code not-null}. */
    List<Past> nulls() {
        List<Past> nulls = new ArrayList<>();
        for (Fact.Kind kind : List.of(Fact.Kind.NULLABLE, Fact.Kind.NOT_NULL)) {
            facts.each(kind).forEach(until -> nulls.add(Past.parse(kind.keyword() + " " + until)));
        }
        return nulls;
    }

    private String past(Fact.Kind kind, Version version, String newest) {
        Past past = Past.of(facts.each(kind).stream().map(Past::parse).toList(), version);
        return past == null ? newest : past.what();
    }

    /**
     * What held until a version.
     *
     * @param what a name or a type
     * @param until the first version where it held no more
     */
    record Past(String what, Version until) {
        static final String UNTIL = "until ";
        private static final String BETWEEN = " " + UNTIL;

        /** What held at a version, or {@code null} for what holds today. */
        static @Nullable Past of(List<Past> pasts, Version version) {
            return pasts.stream()
                    .filter(past -> version.isBefore(past.until()))
                    .min(Comparator.comparing(Past::until))
                    .orElse(null);
        }

        static Past parse(String text) {
            int at = text.lastIndexOf(BETWEEN);
            if (at <= 0) {
                throw new IllegalArgumentException(text + " (expected: something" + BETWEEN + "a version)");
            }
            return new Past(text.substring(0, at), Version.parse(text.substring(at + BETWEEN.length())));
        }

        @Override
        public String toString() {
            return what + BETWEEN + until;
        }
    }

    @Override
    public String toString() {
        return name + ": " + typeText() + facts;
    }
}
