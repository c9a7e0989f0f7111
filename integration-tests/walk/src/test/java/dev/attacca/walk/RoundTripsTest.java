package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.attacca.fleet.Release;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Round trips, counted by clients that run with the classes of a release. */
@ExtendWith(SharedFleet.Resolver.class)
class RoundTripsTest {
    private final SharedFleet shared;

    RoundTripsTest(SharedFleet shared) {
        this.shared = shared;
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void eachCallIsOneRoundTripWhateverTheCallerKnows(Release release) {
        Map<String, Integer> counted = new LinkedHashMap<>(
                ReleaseLoader.roundTrips(release, shared.conductor().address(), "counted-" + release.version()));

        assertThat(counted.remove("version"))
                .isEqualTo(Integer.valueOf(release.version().replace(".", "")));
        assertThat(counted)
                .containsExactly(
                        entry("create", 1),
                        entry("byUuid", 1),
                        entry("byHost, a list of three", 1),
                        entry("save", 1),
                        entry("save of nothing", 1),
                        entry("saveExpecting", 1),
                        entry("refresh", 1),
                        entry("getBlockDevices, fetched", 1),
                        entry("getBlockDevices, there already", 0),
                        entry("destroy", 1));
        counted.remove("getBlockDevices, there already");
        Figures.note(
                "round trips of the " + release.version() + " client's " + counted.size() + " calls",
                counted.values().stream().mapToInt(Integer::intValue).sum(),
                "answers");
    }
}
