package dev.attacca.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class TarXzTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

    @Test
    void unpacksFilesDirectoriesAndLinks() throws IOException {
        add("bin/", '5', 0755, "", "");
        add("bin/tool", '0', 0755, "", "x".repeat(513));
        add("lib/data", '0', 0600, "", "");
        add("lib/alias", '2', 0777, "../bin/tool", "");
        unpack();

        assertThat(directory.resolve("bin/tool")).hasContent("x".repeat(513)).isExecutable();
        assertThat(directory.resolve("lib/data")).isEmptyFile();
        assertThat(Files.isExecutable(directory.resolve("lib/data"))).isFalse();
        assertThat(directory.resolve("lib/alias")).isSymbolicLink().hasContent("x".repeat(513));
    }

    @Test
    void refusesToLeaveItsDirectory() {
        assertRefused("../outside", '0', "", "leads out of the archive");
        assertRefused("/etc/outside", '0', "", "leads out of the archive");
        assertRefused("link", '2', "../../etc", "leads out of the archive");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertRefused("device", '3', "", "tar entry of type '3' (expected: a file, a directory or a symbolic link)");
    }

    @Test
    void noticesDamage() {
        add("file", '0', 0644, "", "content");
        byte[] bytes = tar.toByteArray();
        bytes[0] = 'F';
        tar.reset();
        tar.writeBytes(bytes);

        assertThatThrownBy(this::unpack)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("tar header: bad checksum");
    }

    private void assertRefused(String name, char type, String link, String message) {
        tar.reset();
        add(name, type, 0644, link, "");
        assertThatThrownBy(this::unpack).isInstanceOf(IOException.class).hasMessageContaining(message);
    }

    private void add(String name, char type, int mode, String link, String content) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "%07o".formatted(mode));
        put(header, 124, "%011o".formatted(content.length()));
        put(header, 148, " ".repeat(8));
        header[156] = (byte) type;
        put(header, 157, link);
        put(header, 257, "ustar  ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\0".formatted(sum));
        tar.writeBytes(header);
        tar.writeBytes(content.getBytes(StandardCharsets.US_ASCII));
        tar.writeBytes(new byte[(512 - content.length() % 512) % 512]);
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    private void unpack() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (XZOutputStream xz = new XZOutputStream(archive, new LZMA2Options())) {
            tar.writeTo(xz);
            xz.write(new byte[1024]);
        }
        TarXz.unpack(new ByteArrayInputStream(archive.toByteArray()), directory);
    }
}
