package dev.attacca.compute;

import dev.attacca.registry.SchemaSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the frozen older releases said they were. */
final class FrozenReleases {
    private FrozenReleases() {}

    /** The schema set of a release, such as {@code 1.0}. */
    static SchemaSet schemaSet(String release) {
        Path shape = Path.of("../../integration-tests/history/v" + release.replace('.', '_'))
                .resolve("src/main/resources/shape.txt");
        try {
            return SchemaSet.parse(Files.readAllBytes(shape));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
