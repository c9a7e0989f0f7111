package dev.attacca.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A setting, a flag or an option that cannot be used as it stands; thrown before anything is started.
 */
public final class ConfigurationException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "CONFIGURATION";

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message that ends with the remedy. */
    public ConfigurationException(String message) {
        this(message, Map.of(), null);
    }

    /** Creates the error with facts for programs and the failure below, or null when this is the first one. */
    public ConfigurationException(String message, Map<String, String> details, @Nullable Throwable cause) {
        super(CODE, message, false, Outcome.REFUSED, details, cause);
    }
}
