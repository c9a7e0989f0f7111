package dev.attacca.foreign;

import dev.attacca.testing.FingerprintAssert;
import org.junit.jupiter.api.Test;

class ContractTest {
    @Test
    void noSupportedReleaseIsBroken() {
        FingerprintAssert.assertAgrees(new LibraryDomain());
    }
}
