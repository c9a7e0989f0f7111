package dev.attacca.postgres;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks a {@code .tar.xz} without the help of the machine.
 *
 * <p>Why not {@code tar -xJf}: tar calls the program xz, which slim container images do not have (in Debian it is neither
 * essential nor required), and a first start must not need a package. Why not commons-compress: it brings four jars for two
 * formats; {@code org.tukaani:xz} is the one jar beneath it, and the tar that is left fits on a page, because anything but
 * plain files, directories and relative links is refused.
 *
 * <p>Source: the ustar header of POSIX.1-1988, as GNU tar writes it.
 */
final class TarXz {
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int MODE = 100;
    private static final int SIZE = 124;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int LINK = 157;
    private static final int OWNER_EXECUTES = 0100;

    private TarXz() {}

    /** Writes the archive's files below an existing directory, readable by everybody whatever the umask. */
    static void unpack(InputStream archive, Path directory) throws IOException {
        try (InputStream tar = new XZInputStream(new BufferedInputStream(archive))) {
            byte[] header = new byte[BLOCK];
            while (true) {
                readFully(tar, header);
                if (text(header, 0, NAME_LENGTH).isEmpty()) {
                    return; // the archive ends with blocks of zeros
                }
                unpackEntry(header, tar, directory);
            }
        }
    }

    private static void unpackEntry(byte[] header, InputStream tar, Path directory) throws IOException {
        requireChecksum(header);
        String name = text(header, 0, NAME_LENGTH);
        Path target = inside(directory, directory.resolve(name));
        switch (header[TYPE]) {
            case '5' -> permit(Files.createDirectories(target), true);
            case '2' -> {
                Path pointsTo = Path.of(text(header, LINK, NAME_LENGTH));
                inside(directory, target.resolveSibling(pointsTo));
                Files.createDirectories(target.resolveSibling("."));
                Files.createSymbolicLink(/* link= */ target, /* target= */ pointsTo);
            }
            case '0', 0 -> {
                Files.createDirectories(target.resolveSibling("."));
                copy(tar, target, octal(header, SIZE, 12));
                permit(target, (octal(header, MODE, 8) & OWNER_EXECUTES) != 0);
            }
            default ->
                throw new IOException(name + ": tar entry of type '" + (char) header[TYPE]
                        + "' (expected: a file, a directory or a symbolic link)");
        }
    }

    private static void copy(InputStream tar, Path target, long size) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            for (long left = size; left > 0; ) {
                int read = tar.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new EOFException(target + ": the archive ends in the middle of it");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
            // A power cut must not leave programs full of zeros behind a name that says they are complete.
            channel.force(false);
        }
        tar.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    }

    private static void permit(Path path, boolean executable) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static Path inside(Path directory, Path target) throws IOException {
        Path normal = target.normalize();
        if (!normal.startsWith(directory)) {
            throw new IOException(target + ": leads out of the archive (expected: a path below " + directory + ")");
        }
        return normal;
    }

    /** The header's bytes add up to the number in it, with that number itself read as blanks. */
    private static void requireChecksum(byte[] header) throws IOException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : header[i] & 0xff;
        }
        if (sum != octal(header, CHECKSUM, 8)) {
            throw new IOException("tar header: bad checksum (expected: " + sum + ")");
        }
    }

    private static long octal(byte[] header, int offset, int length) throws IOException {
        String digits = text(header, offset, length).strip();
        try {
            return Long.parseLong(digits, 8);
        } catch (NumberFormatException e) {
            throw new IOException("tar header: '" + digits + "' (expected: an octal number)", e);
        }
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }

    private static void readFully(InputStream in, byte[] block) throws IOException {
        if (in.readNBytes(block, 0, block.length) != block.length) {
            throw new EOFException("tar: ends without its closing blocks");
        }
    }
}
