package dev.attacca.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.fleet.JsonLine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionsTest {
    private static JsonLine read(String host, String version, String backport, String... lost) {
        List<String> quoted = new ArrayList<>();
        for (String loss : lost) {
            quoted.add("\"" + loss + "\"");
        }
        return JsonLine.of("{\"peer\":\"agent " + host + "\",\"method\":\"Instance.Query.byHost\",\"version\":\""
                + version
                + "\",\"outcome\":\"ok\",\"backport\":\"" + backport + "\",\"lost\":[" + String.join(",", quoted)
                + "],\"micros\":1}");
    }

    private static final JsonLine OLDEST = read(
            "host-1-0",
            "1.0",
            "Instance 1.2 -> 1.0",
            "Instance.availabilityZone: not in 1.0",
            "Instance.memoryMb: capped",
            "Instance.vmState: read as SHELVED");
    private static final JsonLine OLDER = read(
            "host-1-1", "1.1", "Instance 1.2 -> 1.1", "Instance.memoryMb: capped", "Instance.vmState: read as SHELVED");
    private static final JsonLine NEWEST = read("host-1-2", "1.2", "");

    @Test
    void eachReleaseAtItsOwnVersionIsAsClaimed() {
        Versions versions = new Versions(List.of(OLDEST, OLDER, NEWEST));

        assertThat(versions.crossingProblems()).isEmpty();
        assertThat(versions.lossProblems()).isEmpty();
        assertThat(versions.lostEverything()).isTrue();
    }

    @Test
    void anAgentThatNeverCalledProvesNothing() {
        assertThat(new Versions(List.of(OLDEST, NEWEST)).crossingProblems())
                .containsExactly("agent 1.1: no call (expected: some)");
        assertThat(new Versions(List.of(OLDEST, NEWEST)).lostEverything()).isFalse();
    }

    @Test
    void anAnswerInANewerShapeIsAProblem() {
        assertThat(new Versions(List.of(OLDEST, OLDER, NEWEST, read("host-1-0", "1.2", ""))).crossingProblems())
                .containsExactly(
                        "agent 1.0: Instance.Query.byHost at 1.2, answered as '' (expected: at 1.0, answered in it)");
    }

    @Test
    void losingMoreThanNeededIsAProblem() {
        JsonLine more = read("host-1-2", "1.2", "", "Instance.host: gone");

        assertThat(new Versions(List.of(OLDEST, OLDER, NEWEST, more)).lossProblems())
                .containsExactly("agent 1.2: lost [Instance.host] (expected: [])");
    }

    @Test
    void losingLessThanExpectedIsAProblem() {
        JsonLine less = read("host-1-1", "1.1", "Instance 1.2 -> 1.1", "Instance.memoryMb: capped");

        assertThat(new Versions(List.of(OLDEST, less, NEWEST)).lossProblems())
                .containsExactly(
                        "agent 1.1: lost [Instance.memoryMb] (expected: [Instance.memoryMb, Instance.vmState])");
    }
}
