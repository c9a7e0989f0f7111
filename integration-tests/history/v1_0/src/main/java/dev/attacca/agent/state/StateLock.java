package dev.attacca.agent.state;

import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second agent off a folder. The operating system gives the lock back when its holder dies, however it dies.
 *
 * <p>Thread safety: safe for use by several threads.
 */
public final class StateLock implements AutoCloseable {
    private final FileChannel channel;

    private StateLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes a folder for this process.
     *
     * @throws ConfigurationException if another process has it, or it cannot be written to
     */
    public static StateLock take(Path folder) {
        try {
            StateFile.createFolder(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolve("agent.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                String holder = holder(channel);
                channel.close();
                throw new ConfigurationException("state-directory: " + folder + " is in use by process " + holder
                        + " (expected: one agent per folder; stop that one or choose another state-directory)");
            }
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode(
                    Long.toString(ProcessHandle.current().pid())));
            return new StateLock(channel);
        } catch (IOException refused) {
            throw new ConfigurationException(
                    "state-directory: " + folder + " cannot be used: " + refused
                            + " (expected: a folder that this user may create and write to)",
                    Map.of(),
                    refused);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        channel.read(pid, 0);
        return StandardCharsets.UTF_8.decode(pid.flip()).toString();
    }

    /** Gives the folder back. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException refused) {
            throw new IllegalStateException("the lock of the state folder was not given back", refused);
        }
    }
}
