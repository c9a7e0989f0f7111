package dev.attacca.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One step of a domain's schema, as it is on the class path.
 *
 * @param domain the domain's name
 * @param ordinal its place, from 1
 * @param name what it does, {@code create_tables}
 * @param sql its text, lines ended by LF whatever the checkout made of them
 */
record Migration(String domain, int ordinal, String name, String sql) {

    /** {@code V0001__create_tables.sql}. */
    String file() {
        return String.format("V%04d__%s.sql", ordinal, name);
    }

    /** SHA-256 of the text, in hexadecimal. */
    String checksum() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(sql.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
