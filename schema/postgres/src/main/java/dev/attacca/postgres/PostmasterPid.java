package dev.attacca.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself in its cluster.
 *
 * <p>Source: PostgreSQL's {@code pidfile.h}: the number is on the first line, the state on the eighth.
 *
 * @param pid the server's process number
 * @param ready whether it accepts connections
 */
record PostmasterPid(long pid, boolean ready) {
    static final String FILE = "postmaster.pid";

    private static final int STATE_LINE = 7;

    /** The file's content, or null if there is none or its first line is not written yet. */
    static @Nullable PostmasterPid read(Path cluster) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(cluster.resolve(FILE), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return null;
        }
        if (lines.isEmpty() || !lines.get(0).matches("[0-9]{1,10}")) {
            return null;
        }
        boolean ready =
                lines.size() > STATE_LINE && lines.get(STATE_LINE).strip().equals("ready");
        return new PostmasterPid(Long.parseLong(lines.get(0)), ready);
    }
}
