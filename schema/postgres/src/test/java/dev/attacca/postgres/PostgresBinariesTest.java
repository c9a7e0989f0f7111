package dev.attacca.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConfigurationException;
import dev.attacca.postgres.testing.ScratchDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresBinariesTest {
    private final ScratchDirectory scratch = ScratchDirectory.create();
    private final Path cache = scratch.path("cache");
    private final DataDirectory data = DataDirectory.claim(scratch.path("data"));

    @BeforeEach
    void createCache() throws IOException {
        Files.createDirectory(cache);
    }

    @AfterEach
    void deleteScratch() {
        data.close();
        scratch.close();
    }

    @Test
    void startsAtOnceUnpackOnePlaceThatEverybodyCanReadAndLeaveNothingElse() throws IOException {
        List<CompletableFuture<PostgresBinaries>> starts = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            starts.add(CompletableFuture.supplyAsync(
                    () -> PostgresBinaries.unpacked(cache, data), task -> new Thread(task).start()));
        }

        List<PostgresBinaries> unpacked =
                starts.stream().map(CompletableFuture::join).distinct().toList();

        assertThat(unpacked).hasSize(1);
        PostgresBinaries binaries = unpacked.get(0);
        assertThat(binaries.version()).matches("18\\.[0-9]+\\.[0-9]+");
        assertThat(binaries.major()).isEqualTo("18");
        assertThat(Files.isExecutable(binaries.program("postgres"))).isTrue();
        assertThat(Files.isExecutable(binaries.program("initdb"))).isTrue();
        try (Stream<Path> places = Files.list(cache)) {
            assertThat(places).containsExactly(binaries.home());
        }
        try (Stream<Path> files = Files.walk(binaries.home())) {
            assertThat(files.filter(file -> !Files.isSymbolicLink(file)))
                    .hasSizeGreaterThan(1_000)
                    .allMatch(file -> permissions(file).contains(PosixFilePermission.OTHERS_READ))
                    .noneMatch(file -> permissions(file).contains(PosixFilePermission.GROUP_WRITE))
                    .noneMatch(file -> permissions(file).contains(PosixFilePermission.OTHERS_WRITE));
        }
    }

    private static Set<PosixFilePermission> permissions(Path file) {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void deletesWhatAKilledProcessLeftHalfUnpackedAnHourAgo() throws IOException {
        Path old = Files.createDirectory(cache.resolve("unpacking-old"));
        Files.writeString(old.resolve("file"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path young = Files.createDirectory(cache.resolve("unpacking-young"));

        PostgresBinaries.unpacked(cache, data);

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void saysThatTheCacheCannotBeUsed() throws IOException {
        Path file = Files.writeString(scratch.path("file"), "not a directory");

        assertThatThrownBy(() -> PostgresBinaries.unpacked(file, data))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("cacheDirectory: " + file + " (expected: a directory in which 60 MiB can be unpacked, but"
                        + " java.nio.file.FileAlreadyExistsException: " + file
                        + "); free some space, or give another cache directory");
    }
}
