package dev.attacca.registry;

import dev.attacca.version.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the versions that the annotations of one class name, and notes those that the class never had. */
record NamedVersions(Version newest, List<String> problems) {

    /** The version without patch, or {@code null} if it is none of the class's. */
    @Nullable
    Version read(String subject, String text) {
        try {
            Version version = Version.parse(text).shape();
            boolean known = version.sameMajor(newest) && !newest.isBefore(version);
            if (!known) {
                problems.add(
                        subject + ": version " + version + " (expected: " + newest.major() + ".0 to " + newest + ")");
            }
            return known ? version : null;
        } catch (IllegalArgumentException malformed) {
            problems.add(subject + ": " + malformed.getMessage());
            return null;
        }
    }

    /** The version of a change, which has one before it and comes after what it changes; else {@code null}. */
    @Nullable
    Version readChange(String subject, String what, @Nullable Version addedIn, String text) {
        Version version = read(subject, text);
        if (version == null) {
            return null;
        }
        if (version.minor() == 0) {
            problems.add(subject + ": " + what + " in " + version
                    + ", the first version (expected: a later one, or nothing said)");
            return null;
        }
        if (addedIn != null && !addedIn.isBefore(version)) {
            problems.add(subject + ": " + what + " in " + version + " but added in " + addedIn + " (expected: later)");
            return null;
        }
        return version;
    }

    /** The minor before. */
    static Version before(Version version) {
        return Version.of(version.major(), version.minor() - 1);
    }
}
