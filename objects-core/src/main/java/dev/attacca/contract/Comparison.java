package dev.attacca.contract;

import dev.attacca.version.Version;
import java.util.List;

/**
 * The classes of today beside one release.
 *
 * @param release the release
 * @param now what the classes state today
 * @param supported every supported release
 * @param findings where rules put what they find
 */
record Comparison(Release release, ObjectsLock now, List<Release> supported, Findings findings) {

    void found(ContractRule rule, String subject, String victim, String what, String breaks, List<String> write) {
        findings.add(rule, subject, what, breaks, write, victim, release);
    }

    /** The version that a change of a class belongs to: the one in the making, or the next. */
    Version next(LockedType type) {
        Version newest = type.version().shape();
        for (Release each : supported) {
            LockedType released = each.lock().type(type.key());
            if (released != null && !released.version().isBefore(newest)) {
                newest = Version.of(newest.major(), released.version().minor() + 1);
            }
        }
        return newest;
    }

    Version before(Version version) {
        return Version.of(version.major(), Math.max(0, version.minor() - 1));
    }
}
