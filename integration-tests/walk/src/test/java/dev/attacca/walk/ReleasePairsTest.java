package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.compute.ComputeDomain;
import dev.attacca.fleet.Release;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.BackportMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Filled objects of every class between two releases' own classes, in both directions. */
class ReleasePairsTest {
    private static final ObjectRegistry TODAY =
            ObjectRegistry.builder().add(new ComputeDomain()).build();

    @ParameterizedTest
    @EnumSource(
            value = Release.class,
            names = {"R1_0", "R1_1"})
    void todayAndAFrozenReleaseUnderstandEachOther(Release release) {
        BackportMatrix.Report report =
                BackportMatrix.between(TODAY, FrozenDomain.of(release)).check();

        assertThat(report.pairs()).isEqualTo(10);
    }

    @Test
    void frozenReleasesUnderstandEachOther() {
        BackportMatrix.Report report = BackportMatrix.between(
                        FrozenDomain.of(Release.R1_1), FrozenDomain.of(Release.R1_0))
                .check();

        assertThat(report.pairs()).isEqualTo(10);
    }
}
