package dev.attacca.version;

import org.jspecify.annotations.Nullable;

/**
 * What peers know a class by: its name and its major version. Majors of one name are classes of their own, which may stand
 * side by side. Immutable.
 *
 * @param name the name without version
 * @param major at least 0
 */
public record TypeKey(String name, int major) implements Comparable<TypeKey> {
    private static final char SEPARATOR = ':';
    private static final int UNMARKED = 1;

    /** The key of a class of that name at any version of a major. */
    public static TypeKey of(String name, Version version) {
        return new TypeKey(name, version.major());
    }

    /**
     * Reads what {@link #toString()} gives.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static TypeKey parse(String text) {
        int at = text.lastIndexOf(SEPARATOR);
        try {
            return at < 0
                    ? new TypeKey(text, UNMARKED)
                    : new TypeKey(text.substring(0, at), Integer.parseInt(text.substring(at + 1)));
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("type: " + text + " (expected: a name, or name:major)", malformed);
        }
    }

    @Override
    public int compareTo(TypeKey other) {
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : Integer.compare(major, other.major);
    }

    // Written out, as in Version.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TypeKey key && major == key.major && name.equals(key.name);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + major;
    }

    /** {@code Instance} for major 1, {@code Instance:2} for any other: how schema sets and field types name the class. */
    @Override
    public String toString() {
        return major == UNMARKED ? name : name + SEPARATOR + major;
    }
}
