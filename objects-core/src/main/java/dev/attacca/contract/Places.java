package dev.attacca.contract;

import dev.attacca.object.ObjectType;
import dev.attacca.object.ValueType;
import dev.attacca.registry.ObjectRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where subjects are declared: in a source, found by the class's name and searched for the accessor, method or constant, or
 * else in a lock. Confined to one thread.
 */
final class Places {
    private final List<Path> sourceRoots;
    private final Map<String, Class<?>> classes = new HashMap<>();
    private final Map<Class<?>, Source> sources = new HashMap<>();

    Places(List<Path> sourceRoots) {
        this.sourceRoots = sourceRoots;
    }

    /**
     * A place.
     *
     * @param file the file, as shown
     * @param line the line, counted from 1
     */
    record Place(String file, int line) {}

    private record Source(String file, List<String> lines) {}

    static String shown(Path file) {
        String shown = file.normalize().toString().replace('\\', '/');
        return shown.isEmpty() ? "." : shown;
    }

    void add(ObjectRegistry registry, Map<String, ValueType.EnumValue> enums) {
        for (ObjectType<?> type : registry.types()) {
            add(type.key().toString(), type.javaType());
            // Another major of the class is where a missing one would be declared.
            classes.putIfAbsent(type.name(), type.javaType());
        }
        enums.forEach((name, type) -> add(name, type.javaType()));
    }

    void add(String name, Class<?> javaType) {
        classes.put(name, javaType);
    }

    /** Where a subject's class declares it, or the class itself if it does not; {@code null} if there is no source. */
    @Nullable
    Place find(String subject) {
        String owner = subject.split("[. ]", 2)[0];
        Class<?> javaType = classes.get(owner);
        Source source = javaType == null ? null : source(javaType);
        if (javaType == null || source == null) {
            return null;
        }
        String member = subject.substring(subject.lastIndexOf('.') + 1);
        int line = subject.startsWith(owner + ".") ? lineOf(source, declaration(javaType, subject, member)) : 0;
        return new Place(
                source.file(),
                line > 0
                        ? line
                        : Math.max(
                                1,
                                lineOf(
                                        source,
                                        "\\b(class|enum|interface)\\s+" + Pattern.quote(javaType.getSimpleName())
                                                + "\\b")));
    }

    private static String declaration(Class<?> javaType, String subject, String member) {
        if (javaType.isEnum()) {
            return "^\\s*" + Pattern.quote(member) + "\\s*([,;({].*)?$";
        }
        String capitalized = Character.toUpperCase(member.charAt(0)) + member.substring(1);
        String accessor =
                subject.contains(".Query.") ? "" : "|\\b(get|is)" + Pattern.quote(capitalized) + "\\s*\\(\\s*\\)";
        return "\\b(public|protected)\\s[^=]*(\\b" + Pattern.quote(member) + "\\s*\\(" + accessor + ")";
    }

    private static int lineOf(Source source, String regex) {
        Pattern pattern = Pattern.compile(regex);
        for (int i = 0; i < source.lines().size(); i++) {
            String line = source.lines().get(i);
            String code = line.strip();
            if (!code.startsWith("*")
                    && !code.startsWith("/")
                    && pattern.matcher(line).find()) {
                return i + 1;
            }
        }
        return 0;
    }

    private @Nullable Source source(Class<?> javaType) {
        return sources.computeIfAbsent(javaType, this::read);
    }

    private @Nullable Source read(Class<?> javaType) {
        Class<?> outermost = javaType;
        for (Class<?> outer = javaType; outer != null; outer = outer.getEnclosingClass()) {
            outermost = outer;
        }
        String relative = outermost.getName().replace('.', '/') + ".java";
        for (Path root : sourceRoots) {
            Path file = root.resolve(relative);
            if (Files.isRegularFile(file)) {
                try {
                    return new Source(shown(file), Files.readAllLines(file));
                } catch (IOException unreadable) {
                    // A place in the lock is worse than one in the source, and better than no report at all.
                    return null;
                }
            }
        }
        return null;
    }
}
