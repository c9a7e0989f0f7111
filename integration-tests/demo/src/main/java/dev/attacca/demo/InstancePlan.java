package dev.attacca.demo;

import dev.attacca.fleet.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An instance of the demo, as its owner wants it. Immutable.
 *
 * @param name unique in the demo
 * @param release of the agent of its host
 * @param flavor the key of its flavor
 * @param memoryMb in MiB
 * @param vcpus virtual processors
 * @param zone where its owner wants it
 * @param shelved whether it is created as shelved and offloaded, and built later
 * @param devices the names of its disks
 */
record InstancePlan(
        String name,
        Release release,
        String flavor,
        long memoryMb,
        int vcpus,
        String zone,
        boolean shelved,
        List<String> devices) {
    /** The project that owns them all. */
    static final String PROJECT = "demo";

    /** The user who asks for them. */
    static final String USER = "visitor";

    /** What services note about each of them. */
    static final Map<String, String> METADATA = Map.of("image_os", "debian", "image_arch", "x86_64");

    /** More MiB than fit an int, as no release before 1.2 can hold: about 2.8 PiB. */
    static final long LARGE_MEMORY_MB = 3_000_000_000L;

    static final String SMALL = "m1.small";
    static final int SMALL_MEMORY_MB = 2_048;
    static final String LARGE = "x9.huge";
    static final int DISK_GB = 20;

    private static final int LARGE_VCPUS = 4;

    /** Two for each release: one that every release can hold, one with values that only 1.2 can. */
    static List<InstancePlan> all() {
        List<InstancePlan> plans = new ArrayList<>();
        for (Release release : Release.values()) {
            String suffix = release.version().replace('.', '-');
            plans.add(new InstancePlan(
                    "web-" + suffix,
                    release,
                    SMALL,
                    SMALL_MEMORY_MB,
                    1,
                    "zone-a",
                    false,
                    List.of("/dev/vda", "/dev/vdb")));
            plans.add(new InstancePlan(
                    "data-" + suffix,
                    release,
                    LARGE,
                    LARGE_MEMORY_MB,
                    LARGE_VCPUS,
                    "zone-b",
                    true,
                    List.of("/dev/vda")));
        }
        return List.copyOf(plans);
    }

    /** The host that an agent of a release looks after. */
    static String host(Release release) {
        return "host-" + release.version().replace('.', '-');
    }

    /** The host that runs it. */
    String host() {
        return host(release);
    }

    /** Its memory as its agent can hold it. */
    long memorySeen() {
        return release == Release.R1_2 ? memoryMb : Math.min(memoryMb, Integer.MAX_VALUE);
    }
}
