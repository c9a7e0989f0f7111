package dev.attacca.agent.driver;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.Outcome;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An instance could not be started or stopped on this host. */
public final class InstanceDriverException extends AttaccaException {
    /** The {@link #code()} of this failure. */
    public static final String CODE = "INSTANCE_DRIVER";

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param uuid the instance
     * @param problem what happened and what to do, in the form {@code value (expected: condition; remedy)}
     * @param cause the failure below, or null when this is the first one
     */
    public InstanceDriverException(UUID uuid, String problem, @Nullable Throwable cause) {
        super(
                CODE,
                "instance " + uuid + ": " + problem,
                false,
                Outcome.REFUSED,
                Map.of("instance", uuid.toString()),
                cause);
    }
}
