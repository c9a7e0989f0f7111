package dev.attacca.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.BackportMatrix;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Filled objects of three releases of one domain cross between every two of them in both directions: lists, maps, sets,
 * nested collections, subclasses, grandchildren, classes that hold themselves, and two majors of one class.
 */
class ReleasePairsTest {
    private static final List<ObjectRegistry> RELEASES =
            List.of(Depot1.registry(), Depot2.registry(), Depot3.registry());

    static Stream<Arguments> pairs() {
        return Stream.of(Arguments.of(3, 1), Arguments.of(3, 2), Arguments.of(2, 1));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void both_releases_read_what_the_other_wrote_as_far_as_they_know_it(int newer, int older) {
        BackportMatrix.Report report = BackportMatrix.between(RELEASES.get(newer - 1), RELEASES.get(older - 1))
                .samples(100)
                .check();

        assertThat(report.pairs()).isEqualTo(12);
        assertThat(report.objects()).isEqualTo(2400);
        assertThat(report.fields()).isGreaterThan(10_000);
    }

    @Test
    void the_newest_release_agrees_with_its_own_history() {
        BackportMatrix.Report report =
                BackportMatrix.of(RELEASES.get(2)).samples(50).check();

        assertThat(report.pairs()).isGreaterThan(20);
    }
}
