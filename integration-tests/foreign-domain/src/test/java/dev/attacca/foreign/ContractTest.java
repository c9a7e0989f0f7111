package dev.attacca.foreign;

import dev.attacca.contract.ContractCheck;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ContractTest {
    @Test
    void noSupportedReleaseIsBroken() {
        ContractCheck.in(Path.of("")).check(new LibraryDomain()).requirePass();
    }
}
