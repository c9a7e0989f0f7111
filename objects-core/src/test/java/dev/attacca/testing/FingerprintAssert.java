package dev.attacca.testing;

import dev.attacca.contract.ContractCheck;
import dev.attacca.contract.ContractReport;
import dev.attacca.registry.ObjectDomain;
import java.nio.file.Path;

/**
 * Fails a test when a domain is no longer what its {@code objects.lock} says, or breaks what a release before it promised: the
 * library's contract check as one line of a test. The lock and the folder {@code releases} are looked for in the module's own
 * folder, which is where Maven and Gradle run its tests.
 *
 * <pre>{@code
 * @Test
 * void objectsAreWhatTheirLockSays() {
 *     FingerprintAssert.assertAgrees(new LibraryDomain());
 * }
 * }</pre>
 */
public final class FingerprintAssert {
    private FingerprintAssert() {}

    /**
     * Checks the domains of this module.
     *
     * @throws AssertionError with every problem: file, line, what breaks for whom, and the line to write
     */
    public static void assertAgrees(ObjectDomain... domains) {
        assertAgrees(Path.of(""), domains);
    }

    /**
     * Checks the domains of a module elsewhere.
     *
     * @param module the folder of {@code objects.lock}
     * @throws AssertionError with every problem
     */
    public static void assertAgrees(Path module, ObjectDomain... domains) {
        ContractReport report = ContractCheck.in(module).check(domains);
        if (!report.passes()) {
            throw new AssertionError(report.text());
        }
    }
}
