package dev.attacca.version;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version {@code major.minor.patch} of a class. Within a major, every minor adds to the one before and can be brought
 * back to it; a patch never changes the shape. Immutable.
 *
 * @param major at least 0; classes of different majors do not understand each other
 * @param minor at least 0
 * @param patch at least 0
 */
public record Version(int major, int minor, int patch) implements Comparable<Version> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?");

    public Version {
        if (major < 0 || minor < 0 || patch < 0) {
            throw new IllegalArgumentException(
                    "version: " + major + "." + minor + "." + patch + " (expected: no negative part)");
        }
    }

    /** Returns {@code major.minor.0}. */
    public static Version of(int major, int minor) {
        return new Version(major, minor, 0);
    }

    /**
     * Reads {@code 1.2} or {@code 1.2.3}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static Version parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("version: " + text + " (expected: major.minor or major.minor.patch)");
        }
        String patch = matcher.group(3);
        return new Version(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                patch == null ? 0 : Integer.parseInt(patch));
    }

    /** Returns this version without its patch: what decides the shape. */
    public Version shape() {
        return patch == 0 ? this : of(major, minor);
    }

    /** Whether both have the same major, so that data can be brought from one to the other. */
    public boolean sameMajor(Version other) {
        return major == other.major;
    }

    /** Whether this version's shape is older than the other's. */
    public boolean isBefore(Version other) {
        return major != other.major ? major < other.major : minor < other.minor;
    }

    @Override
    public int compareTo(Version other) {
        int byMajor = Integer.compare(major, other.major);
        if (byMajor != 0) {
            return byMajor;
        }
        int byMinor = Integer.compare(minor, other.minor);
        return byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    // Written out: what a record has by itself is linked at its first use, which every start would pay for.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Version version
                && major == version.major
                && minor == version.minor
                && patch == version.patch;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * major + minor) + patch;
    }

    /** Returns {@code major.minor}, with the patch only where it is not 0. */
    @Override
    public String toString() {
        return patch == 0 ? major + "." + minor : major + "." + minor + "." + patch;
    }
}
