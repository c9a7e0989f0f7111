package dev.attacca.contract;

import dev.attacca.version.Version;
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

    private String past(Fact.Kind kind, Version version, String newest) {
        String found = newest;
        Version nearest = null;
        for (String text : facts.each(kind)) {
            Past past = Past.parse(text);
            if (version.isBefore(past.until())
                    && (nearest == null || past.until().isBefore(nearest))) {
                nearest = past.until();
                found = past.what();
            }
        }
        return found;
    }

    /**
     * What held until a version.
     *
     * @param what a name or a type
     * @param until the first version where it held no more
     */
    record Past(String what, Version until) {
        private static final String BETWEEN = " until ";

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
