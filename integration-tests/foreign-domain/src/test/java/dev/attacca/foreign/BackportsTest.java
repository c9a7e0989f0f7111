package dev.attacca.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.registry.ObjectRegistry;
import dev.attacca.testing.BackportMatrix;
import org.junit.jupiter.api.Test;

/** Filled objects of every class, sent to a reader of each of its versions. */
class BackportsTest {
    @Test
    void everyReaderOfEveryVersionGetsWhatItKnows() {
        BackportMatrix.Report report = BackportMatrix.of(ObjectRegistry.load()).check();

        assertThat(report.pairs()).isGreaterThanOrEqualTo(3);
    }
}
