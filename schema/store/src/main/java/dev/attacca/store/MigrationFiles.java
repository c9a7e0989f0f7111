package dev.attacca.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a domain's migrations from where its class came from, a folder or a jar. Whatever lies in that folder must be a
 * migration: a file that was skipped because of its name would be missed much later.
 */
final class MigrationFiles {
    private static final Pattern NAME = Pattern.compile("V([0-9]{4})__([a-z0-9]+(?:_[a-z0-9]+)*)\\.sql");
    private static final int LONGEST = 4 << 20;

    private final StoredDomain domain;
    private final Class<?> anchor;
    private final String folder;
    private final List<String> problems;

    private MigrationFiles(StoredDomain domain, List<String> problems) {
        this.domain = domain;
        this.anchor = domain.getClass();
        this.folder = anchor.getPackageName().replace('.', '/') + "/" + domain.migrations();
        this.problems = problems;
    }

    /** The migrations in order; what is wrong with them is added to the problems. */
    static List<Migration> read(StoredDomain domain, List<String> problems) {
        return new MigrationFiles(domain, problems).read();
    }

    private List<Migration> read() {
        Map<String, byte[]> contents;
        try {
            contents = contents();
        } catch (IOException | UncheckedIOException failure) {
            problems.add(domain.name() + ": cannot read " + folder + ": " + failure.getMessage()
                    + " (expected: a readable folder; check the class path)");
            return List.of();
        }
        if (contents.isEmpty()) {
            problems.add(domain.name() + ": no migrations in " + folder + " (expected: V0001__….sql beside "
                    + anchor.getName() + "; add it, or name the folder)");
        }
        List<Migration> migrations = new ArrayList<>();
        contents.forEach((name, bytes) -> {
            Matcher parts = NAME.matcher(name);
            String sql = text(name, bytes);
            if (!parts.matches()) {
                problems.add(domain.name() + " " + name
                        + ": not the name of a migration (expected: V0001__what_it_does.sql; rename or move it)");
            } else if (sql != null) {
                migrations.add(new Migration(domain.name(), Integer.parseInt(parts.group(1)), parts.group(2), sql));
            }
        });
        checkSequence(migrations);
        return Collections.unmodifiableList(migrations);
    }

    /** The map is in name order and so the migrations are in theirs. */
    private void checkSequence(List<Migration> migrations) {
        int expected = 1;
        for (Migration migration : migrations) {
            if (migration.ordinal() != expected) {
                problems.add(domain.name() + " " + migration.file() + ": out of sequence (expected: V"
                        + String.format("%04d", expected) + "__….sql here; number them without gap or repetition)");
            }
            expected = migration.ordinal() + 1;
        }
    }

    private @Nullable String text(String name, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replace("\r\n", "\n");
        } catch (CharacterCodingException malformed) {
            problems.add(domain.name() + " " + name + ": not UTF-8 (expected: UTF-8 text; save it so)");
            return null;
        }
    }

    private Map<String, byte[]> contents() throws IOException {
        URL place = anchor.getResource("/" + folder);
        if (place == null) {
            // A jar need not have entries for folders; the class itself always is one.
            place = anchor.getResource("/" + anchor.getName().replace('.', '/') + ".class");
        }
        if (place == null) {
            return Map.of();
        }
        if (place.getProtocol().equals("file")) {
            Path path = Path.of(URI.create(place.toString()));
            return Files.isDirectory(path) ? ofFolder(path) : Map.of();
        }
        URLConnection connection = place.openConnection();
        if (connection instanceof JarURLConnection jarConnection) {
            // A cached JarFile would be shared with class loaders, and closing it would break them.
            jarConnection.setUseCaches(false);
            try (JarFile jar = jarConnection.getJarFile()) {
                return ofJar(jar);
            }
        }
        throw new IOException(place.getProtocol() + " is neither a folder nor a jar");
    }

    private static Map<String, byte[]> ofFolder(Path path) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                boolean readable = Files.isRegularFile(file) && Files.size(file) <= LONGEST;
                contents.put(String.valueOf(file.getFileName()), readable ? Files.readAllBytes(file) : new byte[0]);
            }
        }
        return contents;
    }

    private Map<String, byte[]> ofJar(JarFile jar) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        for (JarEntry entry : Collections.list(jar.entries())) {
            String name = entry.getName();
            if (name.startsWith(folder + "/") && name.length() > folder.length() + 1) {
                try (InputStream in = jar.getInputStream(entry)) {
                    contents.put(name.substring(folder.length() + 1), in.readNBytes(LONGEST));
                }
            }
        }
        return contents;
    }
}
