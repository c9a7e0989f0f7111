package dev.attacca.contract;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.Outcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A lock or an approvals file that cannot be read as one. */
public final class ContractFileException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "CONTRACT_FILE";

    private static final long serialVersionUID = 1L;

    ContractFileException(String file, int line, String what, @Nullable Throwable cause) {
        super(
                CODE,
                file + (line > 0 ? ":" + line : "") + ": " + what,
                false,
                Outcome.REFUSED,
                Map.of("file", file, "line", Integer.toString(line)),
                cause);
    }

    ContractFileException(String file, int line, String what) {
        this(file, line, what, null);
    }
}
