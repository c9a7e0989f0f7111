package dev.attacca.config;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be configured. Its key is the name everywhere: {@code poll-interval} in a file, {@code --poll-interval} as a
 * flag, {@code PREFIX_POLL_INTERVAL} in the environment.
 *
 * <p>Thread safety: immutable.
 *
 * @param <T> the type of the value
 * @param key lower case, words joined by {@code -}
 * @param description one sentence for the help text, without a full stop
 * @param format how a text becomes a value
 * @param defaultText what holds when nobody says anything, in the same form as a user would write it; null when there is none
 * @param required whether somebody must say something
 * @param secret whether the value must stay out of messages and logs
 */
public record Setting<T>(
        String key,
        String description,
        SettingFormat<T> format,
        @Nullable String defaultText,
        boolean required,
        boolean secret) {
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    public Setting {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    "key: " + key + " (expected: lower-case words joined by '-', such as poll-interval)");
        }
        if (defaultText != null && format.parser().parse(defaultText) == null) {
            throw new IllegalArgumentException(
                    key + ": default " + defaultText + " (expected: " + format.expected() + ")");
        }
    }

    /** A setting that may stay without a value: see {@link SettingValues#find}. */
    public static <T> Setting<T> optional(String key, String description, SettingFormat<T> format) {
        return new Setting<>(key, description, format, null, false, false);
    }

    /** A setting that somebody must give a value. */
    public static <T> Setting<T> required(String key, String description, SettingFormat<T> format) {
        return new Setting<>(key, description, format, null, true, false);
    }

    /** A setting with a default, written as a user would write it. */
    public static <T> Setting<T> withDefault(
            String key, String description, SettingFormat<T> format, String defaultText) {
        return new Setting<>(key, description, format, defaultText, false, false);
    }

    /** The same setting, its value kept out of messages and logs. */
    public Setting<T> asSecret() {
        return new Setting<>(key, description, format, defaultText, required, true);
    }

    /** The name as a flag. */
    public String flag() {
        return "--" + key;
    }

    /** The name in the environment, such as {@code ATTACCA_AGENT_POLL_INTERVAL}. */
    public String environmentName(String prefix) {
        return prefix + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
