package dev.attacca.transport;

import dev.attacca.error.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Certificates and keys in PEM files. Source: RFC 7468. */
final class PemBlocks {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private final Path file;
    private final List<Block> blocks = new ArrayList<>();

    private record Block(String label, String base64) {}

    private PemBlocks(Path file, String text) {
        this.file = file;
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
    }

    static PemBlocks in(Path file, TlsFiles files) {
        return new PemBlocks(file, new String(files.open(file).readAllBytes(), StandardCharsets.ISO_8859_1));
    }

    private byte[] decoded(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException broken) {
            throw problem("a block that is not base64", "PEM, as openssl writes it", broken);
        }
    }

    /** All certificates, in their order; at least one. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label().equals(CERTIFICATE)) {
                certificates.add(certificate(decoded(block.base64())));
            }
        }
        if (certificates.isEmpty()) {
            throw problem(
                    "no certificate in it" + found(), "at least one block BEGIN CERTIFICATE; give a PEM file", null);
        }
        return certificates;
    }

    private X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException broken) {
            throw problem("a certificate that cannot be read", "X.509; write the file anew", broken);
        }
    }

    /** The one private key. */
    PrivateKey privateKey() {
        List<Block> keys = blocks.stream()
                .filter(block -> block.label().endsWith(PRIVATE_KEY))
                .toList();
        if (keys.size() != 1) {
            throw problem(
                    keys.size() + " private keys in it" + found(),
                    "exactly one block BEGIN PRIVATE KEY (PKCS#8)",
                    null);
        }
        Block key = keys.get(0);
        if (key.label().equals(ENCRYPTED)) {
            throw problem(
                    "the key has a passphrase",
                    "PKCS#8 without one, in a file that only its owner may read; openssl pkey -in " + file.getFileName()
                            + " -out plain.pem, or give a PKCS#12 key store with a password file",
                    null);
        }
        if (!key.label().equals(PRIVATE_KEY)) {
            throw problem(
                    "the key is a " + key.label(),
                    "PKCS#8, BEGIN PRIVATE KEY; openssl pkcs8 -topk8 -nocrypt -in " + file.getFileName()
                            + " -out key.pem",
                    null);
        }
        return privateKey(decoded(key.base64()));
    }

    private PrivateKey privateKey(byte[] pkcs8) {
        GeneralSecurityException last = null;
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException other) {
                last = other;
            } catch (GeneralSecurityException broken) {
                throw problem("a key that cannot be read", "PKCS#8", broken);
            }
        }
        throw problem("a key that cannot be read", "PKCS#8 of an EC, RSA or Ed25519 key; write the file anew", last);
    }

    private String found() {
        return blocks.isEmpty()
                ? " (no PEM block at all)"
                : " (only "
                        + String.join(
                                ", ",
                                blocks.stream().map(Block::label).distinct().toList()) + ")";
    }

    private ConfigurationException problem(String found, String expected, @Nullable Throwable cause) {
        return new ConfigurationException(
                "tls: " + file + ": " + found + " (expected: " + expected + ")",
                Map.of("file", file.toString()),
                cause);
    }
}
