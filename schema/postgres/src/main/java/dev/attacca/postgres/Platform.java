package dev.attacca.postgres;

import dev.attacca.error.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the binaries can run on: Linux, x86-64, glibc. */
final class Platform {
    /** The program interpreter written into the binaries; a distribution on musl does not have it. */
    private static final Path GLIBC_LOADER = Path.of("/lib64/ld-linux-x86-64.so.2");

    private Platform() {}

    /** Throws a {@link ConfigurationException} unless the binaries run here. */
    static void requireSupported() {
        require(System.getProperty("os.name", ""), System.getProperty("os.arch", ""), Files.exists(GLIBC_LOADER));
    }

    static void require(String system, String architecture, boolean glibc) {
        boolean linux = system.toLowerCase(Locale.ROOT).equals("linux");
        if (!linux || !architecture.equals("amd64") || !glibc) {
            String libc = linux && !glibc ? " without glibc" : "";
            throw new ConfigurationException("embedded PostgreSQL: " + system + "/" + architecture + libc
                    + " (expected: Linux/amd64 with glibc); give the JDBC URL of a PostgreSQL server instead");
        }
    }
}
