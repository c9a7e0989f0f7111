package dev.attacca.config;

import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a process knows, and how their values are found: flags, then the environment, then the file named by the
 * setting {@code config}, then defaults. Every text is checked, also one that a stronger source hides; a key that nobody declared
 * is refused with the nearest one that exists.
 *
 * <pre>{@code
 * static final Setting<Integer> PORT = Setting.withDefault("port", "where to listen", SettingFormat.port(), "7400");
 * static final Settings SETTINGS = Settings.of("ATTACCA_CONDUCTOR_", PORT);
 *
 * SettingValues values = SETTINGS.read(flags, System.getenv());
 * int port = values.get(PORT);
 * }</pre>
 *
 * <p>Thread safety: immutable.
 */
public final class Settings {
    /** The file with further settings, declared in every process: {@code --config}. */
    public static final Setting<Path> CONFIG =
            Setting.optional("config", "file with further settings, one key=value per line", SettingFormat.path());

    private final String environmentPrefix;
    private final Map<String, Setting<?>> byKey = new LinkedHashMap<>();
    private final Map<String, Setting<?>> byVariable = new LinkedHashMap<>();

    private Settings(String environmentPrefix, List<Setting<?>> settings) {
        this.environmentPrefix = environmentPrefix;
        declare(CONFIG);
        settings.forEach(this::declare);
    }

    /**
     * The settings of a process.
     *
     * @param environmentPrefix what its environment variables start with, such as {@code ATTACCA_AGENT_}; every variable with
     *     this prefix is taken for a setting
     * @param settings in the order in which help shows them; {@link #CONFIG} is always there
     * @throws IllegalArgumentException if two have the same key
     */
    public static Settings of(String environmentPrefix, Setting<?>... settings) {
        return new Settings(environmentPrefix, List.of(settings));
    }

    private void declare(Setting<?> setting) {
        if (byKey.putIfAbsent(setting.key(), setting) != null) {
            throw new IllegalArgumentException(setting.key() + ": declared twice (expected: one setting per key)");
        }
        byVariable.put(setting.environmentName(environmentPrefix), setting);
    }

    /** What was declared, in order. */
    public Collection<Setting<?>> declared() {
        return List.copyOf(byKey.values());
    }

    /** A setting's name in the environment of this process. */
    public String environmentName(Setting<?> setting) {
        return setting.environmentName(environmentPrefix);
    }

    /**
     * Finds the values.
     *
     * @param flags the flags given, by key without dashes
     * @param environment such as {@link System#getenv()}
     * @throws ConfigurationException if a key is unknown, a value does not fit, a required one is missing, or the file cannot be
     *     read: one message with all problems
     */
    public SettingValues read(Map<String, String> flags, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        Map<String, SettingValues.Held> values = new HashMap<>();
        Set<String> given = new HashSet<>(flags.keySet());
        flags.forEach((key, text) -> {
            Setting<?> setting = byKey.get(key);
            if (setting == null) {
                problems.add(unknown("--" + key, "a flag", flagNames()));
            } else {
                offer(values, setting, text, "flag " + setting.flag(), problems);
            }
        });
        new TreeMap<>(environment).forEach((variable, text) -> {
            Setting<?> setting = byVariable.get(variable);
            if (setting != null) {
                given.add(setting.key());
                offer(values, setting, text, "environment " + variable, problems);
            } else if (variable.startsWith(environmentPrefix)) {
                problems.add(unknown(variable, "an environment variable", byVariable.keySet()));
            }
        });
        SettingValues.Held config = values.get(CONFIG.key());
        if (config != null && config.value() instanceof Path file) {
            readFile(file, config.origin(), given, values, problems);
        }
        for (Setting<?> setting : byKey.values()) {
            String defaultText = setting.defaultText();
            if (defaultText != null) {
                offer(values, setting, defaultText, "default", problems);
            } else if (setting.required() && !given.contains(setting.key())) {
                problems.add(setting.key() + ": not set (expected: "
                        + setting.format().expected() + "; give "
                        + setting.flag() + ", set " + environmentName(setting) + " or write " + setting.key()
                        + "=… into the file named by --config)");
            }
        }
        refuse(problems);
        return new SettingValues(values);
    }

    private void readFile(
            Path file,
            String origin,
            Set<String> given,
            Map<String, SettingValues.Held> values,
            List<String> problems) {
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            lines.load(reader);
        } catch (NoSuchFileException missing) {
            problems.add(
                    "config: " + file + " from " + origin + " does not exist (expected: a file with one key=value per"
                            + " line; create it or leave the setting out)");
            return;
        } catch (IOException | IllegalArgumentException unreadable) {
            problems.add("config: " + file + " from " + origin + " cannot be read: " + unreadable
                    + " (expected: a readable UTF-8 file with one key=value per line)");
            return;
        }
        for (String key : lines.stringPropertyNames().stream().sorted().toList()) {
            Setting<?> setting = byKey.get(key);
            if (setting == null || CONFIG.equals(setting)) {
                List<String> possible = byKey.keySet().stream()
                        .filter(known -> !known.equals(CONFIG.key()))
                        .toList();
                problems.add(unknown(key, "a key in " + file, possible));
            } else {
                given.add(key);
                offer(values, setting, lines.getProperty(key, ""), "file " + file, problems);
            }
        }
    }

    private static <T> void offer(
            Map<String, SettingValues.Held> values,
            Setting<T> setting,
            String text,
            String origin,
            List<String> problems) {
        T value = setting.format().parser().parse(text);
        if (value == null) {
            String shown = setting.secret() ? "(a secret)" : "'" + text + "'";
            problems.add(setting.key() + ": " + shown + " from " + origin + " (expected: "
                    + setting.format().expected() + ")");
        } else {
            values.putIfAbsent(setting.key(), new SettingValues.Held(value, origin));
        }
    }

    /** What to answer to an argument that is not a declared flag, such as {@code --pol-interval=1s}; its value is not repeated. */
    public ConfigurationException unknownFlag(String argument) {
        int equals = argument.indexOf('=');
        String flag = equals < 0 ? argument : argument.substring(0, equals);
        return new ConfigurationException("configuration: " + unknown(flag, "a flag", flagNames()));
    }

    private List<String> flagNames() {
        return byKey.values().stream().map(Setting::flag).toList();
    }

    private static String unknown(String name, String kind, Collection<String> possible) {
        String nearest = nearest(name, possible);
        String remedy = nearest == null ? "--help lists the settings" : "did you mean " + nearest + "?";
        return name + ": unknown (expected: " + kind + " that exists; " + remedy + ")";
    }

    private static void refuse(List<String> problems) {
        if (problems.size() == 1) {
            throw new ConfigurationException("configuration: " + problems.get(0));
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    "configuration: " + problems.size() + " problems\n  " + String.join("\n  ", problems));
        }
    }

    /** The name with the fewest edits, or null when even that one is more than a third of the name away. */
    private static @Nullable String nearest(String name, Collection<String> possible) {
        String nearest = null;
        int fewest = Math.max(2, name.length() / 3) + 1;
        for (String candidate : possible) {
            int edits = edits(name, candidate);
            if (edits < fewest) {
                fewest = edits;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Levenshtein's distance, one row at a time. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= to.length(); column++) {
                int above = row[column];
                int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                row[column] = Math.min(replaced, Math.min(above, row[column - 1]) + 1);
                diagonal = above;
            }
        }
        return row[to.length()];
    }
}
