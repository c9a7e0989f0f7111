package dev.attacca.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.BackportMatrix;
import dev.attacca.testing.FingerprintAssert;
import org.junit.jupiter.api.Test;

/** Every version of every class, and the lock. */
class ConcertVersionsTest {
    // docs:start matrix
    @Test
    void every_reader_of_every_version_gets_what_it_knows() {
        BackportMatrix.Report report = BackportMatrix.of(ObjectRegistry.load()).check();

        assertThat(report.pairs()).isEqualTo(6);
    }
    // docs:end matrix

    // docs:start two-releases
    @Test
    void the_release_before_understands_this_one_and_is_understood() {
        BackportMatrix.between(ObjectRegistry.load(), OldHall.registry()).check();
    }
    // docs:end two-releases

    // docs:start lock
    @Test
    void the_objects_are_what_their_lock_says() {
        FingerprintAssert.assertAgrees(new HallDomain());
    }
    // docs:end lock
}
