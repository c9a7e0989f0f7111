package dev.attacca.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a setting's text becomes a value. Nothing is ever corrected: a text that does not fit is refused, and
 * {@link #expected()} says what would fit.
 *
 * <p>Thread safety: immutable.
 *
 * @param <T> the type of the value
 * @param expected completes "expected: …" in a message, such as {@code a port, 0 to 65535}
 * @param parser reads a text
 */
public record SettingFormat<T>(String expected, Parser<T> parser) {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,12})([a-z]+)");
    private static final Map<String, Long> NANOS_PER_UNIT =
            Map.of("ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})");

    /** Reads a text, or answers null to refuse it. */
    @FunctionalInterface
    public interface Parser<T> {
        /** The value, or null when the text does not fit. */
        @Nullable
        T parse(String text);
    }

    /** Any text with at least one character that is not a space. */
    public static SettingFormat<String> text() {
        return new SettingFormat<>("a text that is not empty", text -> text.isBlank() ? null : text);
    }

    /** {@code true} or {@code false}. */
    public static SettingFormat<Boolean> bool() {
        return new SettingFormat<>("true or false", text -> switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        });
    }

    /** A decimal whole number, both bounds included. */
    public static SettingFormat<Integer> integer(int least, int most) {
        return new SettingFormat<>("a whole number, " + least + " to " + most, text -> {
            Long value = wholeNumber(text);
            return value == null || value < least || value > most ? null : value.intValue();
        });
    }

    /** A TCP port to listen on; 0 lets the operating system choose one. */
    public static SettingFormat<Integer> port() {
        SettingFormat<Integer> number = integer(0, 65_535);
        return new SettingFormat<>("a port, 0 to 65535", number.parser);
    }

    /** A whole number with its unit, {@code 500ms}, {@code 2s}, {@code 1m} or {@code 1h}; both bounds included. */
    public static SettingFormat<Duration> duration(Duration least, Duration most) {
        String expected =
                "a duration with its unit, such as 500ms, 2s, 1m or 1h, from " + show(least) + " to " + show(most);
        return new SettingFormat<>(expected, text -> {
            Matcher matcher = NUMBER_AND_UNIT.matcher(text);
            Long nanos = matcher.matches() ? NANOS_PER_UNIT.get(matcher.group(2)) : null;
            if (nanos == null) {
                return null;
            }
            Duration value = Duration.ofNanos(nanos).multipliedBy(Long.parseLong(matcher.group(1)));
            return value.compareTo(least) < 0 || value.compareTo(most) > 0 ? null : value;
        });
    }

    /** A path of this machine's file system; whether it exists is for its user to find out. */
    public static SettingFormat<Path> path() {
        return new SettingFormat<>("a path of the file system", text -> {
            try {
                return text.isBlank() ? null : Path.of(text);
            } catch (InvalidPathException refused) {
                return null;
            }
        });
    }

    /** One of an enum's constants, written in lower case with {@code -} for {@code _}. */
    public static <E extends Enum<E>> SettingFormat<E> choice(Class<E> type) {
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(SettingFormat::show).toList();
        return new SettingFormat<>("one of " + String.join(", ", names), text -> {
            int index = names.indexOf(text);
            return index < 0 ? null : type.getEnumConstants()[index];
        });
    }

    /** {@code host:port}, with an IPv6 host in brackets; kept as text, since a name may get another address while we run. */
    public static SettingFormat<String> address() {
        return new SettingFormat<>("an address host:port, such as 127.0.0.1:7400 or [::1]:7400", text -> {
            Matcher matcher = ADDRESS.matcher(text);
            if (!matcher.matches()) {
                return null;
            }
            int port = Integer.parseInt(matcher.group(2));
            return port < 1 || port > 65_535 ? null : text;
        });
    }

    /** Values of this format with commas between them: at least one, in the order written, unmodifiable. */
    public SettingFormat<List<T>> list() {
        return new SettingFormat<>(expected + ", or several with commas between them", text -> {
            List<T> values = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                T value = parser.parse(part.strip());
                if (value == null) {
                    return null;
                }
                values.add(value);
            }
            return List.copyOf(values);
        });
    }

    /** A duration as the text that {@link #duration} reads, in the largest unit that loses nothing. */
    public static String show(Duration duration) {
        long nanos = duration.toNanos();
        for (String unit : List.of("h", "m", "s")) {
            long perUnit = NANOS_PER_UNIT.getOrDefault(unit, 1L);
            if (nanos >= perUnit && nanos % perUnit == 0) {
                return nanos / perUnit + unit;
            }
        }
        return duration.toMillis() + "ms";
    }

    private static String show(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable Long wholeNumber(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException refused) {
            return null;
        }
    }
}
