package dev.attacca.postgres;

import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One owner per data directory: a lock on {@code owner.lock} that the kernel gives back when its process dies, however it dies.
 * The file itself stays, with the number of the last owner in it.
 *
 * <p>Thread safety: all methods may be called from any thread.
 */
final class OwnerLock implements AutoCloseable {
    /**
     * What this JVM owns. Asked before the file is opened: a POSIX lock is gone as soon as its process closes <em>any</em>
     * descriptor of the file, so a second attempt from inside would silently give the first one's lock away.
     */
    private static final Set<Path> OWNED_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private OwnerLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Locks a directory given by its real path.
     *
     * @throws ConfigurationException if a living process, this one included, has it
     */
    static OwnerLock acquire(Path directory, ServerAccount account) throws IOException {
        if (!OWNED_HERE.add(directory)) {
            throw inUse(directory, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return new OwnerLock(directory, lock(directory, account));
        } catch (IOException | RuntimeException e) {
            OWNED_HERE.remove(directory);
            throw e;
        }
    }

    private static FileChannel lock(Path directory, ServerAccount account) throws IOException {
        Path file = directory.resolve("owner.lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(directory, Files.readString(file).strip());
            }
            // So that a directory which root has used once does not shut its own user out.
            account.own(file);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static ConfigurationException inUse(Path directory, String owner) {
        return new ConfigurationException(
                "dataDirectory: " + directory + " is in use by process " + owner
                        + " (expected: one process per data directory); stop that process, or choose another directory",
                Map.of("directory", directory.toString(), "owner", owner),
                null);
    }

    @Override
    public synchronized void close() {
        // Asked of the channel: by the second call, the directory may be owned again, by somebody else in this JVM.
        if (channel.isOpen()) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                OWNED_HERE.remove(directory);
            }
        }
    }
}
