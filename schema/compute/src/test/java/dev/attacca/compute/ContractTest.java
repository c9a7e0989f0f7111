package dev.attacca.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.contract.ContractCheck;
import dev.attacca.contract.ContractReport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** When this fails, the message has the line to write, or the command that writes objects.lock again. */
class ContractTest {
    @Test
    void noSupportedReleaseIsBroken() {
        ContractReport report = ContractCheck.in(Path.of("")).check(new ComputeDomain());

        report.requirePass();
        assertThat(report.releases()).containsExactly("1.0", "1.1");
    }
}
