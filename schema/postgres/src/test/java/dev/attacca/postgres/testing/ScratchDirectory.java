package dev.attacca.postgres.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A temporary directory that other users may enter, for the data directory of an embedded server: under root the server runs as
 * another user, who is shut out of JUnit's temporary directories.
 */
public final class ScratchDirectory implements AutoCloseable {
    private final Path root;

    private ScratchDirectory(Path root) {
        this.root = root;
    }

    /** Creates an empty one. */
    public static ScratchDirectory create() {
        try {
            Path root = Files.createTempDirectory("attacca-test-");
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
            return new ScratchDirectory(root.toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A path in the directory; nothing is created. */
    public Path path(String name) {
        return root.resolve(name);
    }

    /** Deletes the directory with all that is in it. */
    @Override
    public void close() {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
