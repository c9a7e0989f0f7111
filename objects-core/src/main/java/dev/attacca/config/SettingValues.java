package dev.attacca.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values that hold for one process, each with where it came from.
 *
 * <p>Thread safety: immutable.
 */
public final class SettingValues {
    private final Map<String, Held> values;

    SettingValues(Map<String, Held> values) {
        this.values = Map.copyOf(values);
    }

    /** A value and its origin, such as {@code environment ATTACCA_AGENT_HOST}. */
    record Held(Object value, String origin) {}

    /**
     * The value of a setting that is required or has a default.
     *
     * @throws IllegalStateException if the setting is optional and was not given: use {@link #find}
     */
    public <T> T get(Setting<T> setting) {
        T found = find(setting);
        if (found == null) {
            throw new IllegalStateException(setting.key() + ": not set (expected: only settings that are required or"
                    + " have a default are read this way; use find)");
        }
        return found;
    }

    /** The value of a setting, or null when it is optional and nobody gave one. */
    @SuppressWarnings("unchecked") // The value was made by this very setting's format.
    public <T> @Nullable T find(Setting<T> setting) {
        Held held = values.get(setting.key());
        return held == null ? null : (T) held.value();
    }

    /** Where the value came from, for people: a flag, a variable, a file or {@code default}; {@code not set} without one. */
    public String origin(Setting<?> setting) {
        Held held = values.get(setting.key());
        return held == null ? "not set" : held.origin();
    }
}
