package dev.attacca.contract;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.Outcome;
import java.util.Map;

/** A domain that would break what older releases rely on; the message is the report for people. */
public final class ContractBrokenException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "CONTRACT_BROKEN";

    private static final long serialVersionUID = 1L;

    ContractBrokenException(ContractReport report) {
        super(
                CODE,
                report.text(),
                false,
                Outcome.REFUSED,
                Map.of("problems", Integer.toString(report.problems().size())),
                null);
    }
}
