package dev.attacca.transport;

import dev.attacca.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one side's files say: its own certificate and whom it trusts. Everything is checked before it is used: a side that would
 * fail at every handshake does not start.
 *
 * @param own this side's certificate and key, or null when it has none
 * @param trusted issuers, at least one
 */
record TlsMaterial(@Nullable OwnCertificate own, List<X509Certificate> trusted) {

    /** The files that {@link #from} wants. */
    static List<Path> files(@Nullable TlsKey key, Path trust) {
        List<Path> files = new ArrayList<>();
        files.add(trust);
        if (key instanceof TlsKey.Pem pem) {
            files.add(pem.certificate());
            files.add(pem.key());
        } else if (key instanceof TlsKey.Pkcs12 store) {
            files.add(store.file());
        }
        return files;
    }

    /**
     * Reads and checks what the files hold.
     *
     * @throws ConfigurationException that names the file, what was expected and what to do
     */
    static TlsMaterial from(TlsFiles files, @Nullable TlsKey key, Path trust) {
        List<X509Certificate> trusted = PemBlocks.in(trust, files).certificates();
        if (trusted.stream().allMatch(TlsMaterial::expired)) {
            throw problem(
                    trust, "every certificate in it has expired", "an issuer that is valid; get its new one", null);
        }
        if (key instanceof TlsKey.Pem pem) {
            PrivateKey privateKey = PemBlocks.in(pem.key(), files).privateKey();
            List<X509Certificate> chain = PemBlocks.in(pem.certificate(), files).certificates();
            return new TlsMaterial(checked(pem.certificate(), pem.key(), privateKey, chain), trusted);
        }
        return new TlsMaterial(key instanceof TlsKey.Pkcs12 store ? own(store, files) : null, trusted);
    }

    private static OwnCertificate own(TlsKey.Pkcs12 store, TlsFiles files) {
        Path file = store.file();
        char[] password = store.password().reveal().toCharArray();
        KeyStore opened;
        try {
            opened = KeyStore.getInstance("PKCS12");
            opened.load(files.open(file), password);
        } catch (IOException | GeneralSecurityException refused) {
            // The JDK says the same of a wrong password and of a broken file.
            throw problem(
                    file,
                    "cannot be opened",
                    "a PKCS#12 key store and its password; correct the path, or the password file",
                    refused);
        }
        try {
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(opened.aliases())) {
                if (opened.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                throw problem(file, keys.size() + " keys in it", "exactly one; keytool -list shows them", null);
            }
            PrivateKey key = (PrivateKey) opened.getKey(keys.get(0), password);
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : opened.getCertificateChain(keys.get(0))) {
                chain.add((X509Certificate) certificate);
            }
            return checked(file, file, key, chain);
        } catch (GeneralSecurityException | ClassCastException refused) {
            throw problem(file, "its key cannot be used", "a private key with the store's own password", refused);
        }
    }

    private static OwnCertificate checked(Path certificate, Path keyFile, PrivateKey key, List<X509Certificate> given) {
        // A root at the end is what key stores hold; peers have it, or do not trust it.
        X509Certificate last = given.get(given.size() - 1);
        boolean rooted = given.size() > 1 && last.getSubjectX500Principal().equals(last.getIssuerX500Principal());
        List<X509Certificate> chain = rooted ? given.subList(0, given.size() - 1) : given;
        X509Certificate leaf = chain.get(0);
        if (!fits(key, leaf.getPublicKey())) {
            throw problem(
                    keyFile,
                    "not the key of the certificate in " + certificate,
                    "the private key that " + CertificateRefusedException.shown(leaf)
                            + " was issued for; put the two that belong together there",
                    null);
        }
        if (expired(leaf)) {
            throw problem(
                    certificate,
                    CertificateRefusedException.shown(leaf) + " expired at "
                            + leaf.getNotAfter().toInstant(),
                    "one that is valid; renew it",
                    null);
        }
        for (int i = 1; i < chain.size(); i++) {
            refuseStranger(certificate, chain.get(i - 1), chain.get(i));
        }
        return new OwnCertificate(key, chain);
    }

    private static void refuseStranger(Path file, X509Certificate issued, X509Certificate issuer) {
        try {
            issued.verify(issuer.getPublicKey());
        } catch (GeneralSecurityException other) {
            throw problem(
                    file,
                    CertificateRefusedException.shown(issued) + " is not followed by its issuer, but by "
                            + CertificateRefusedException.shown(issuer),
                    "each certificate followed by the one that issued it; put them in order",
                    other);
        }
    }

    private static boolean expired(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().isBefore(java.time.Instant.now());
    }

    private static boolean fits(PrivateKey key, PublicKey certified) {
        byte[] probe = "does this key fit".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        try {
            Signature signature = Signature.getInstance(signatureOf(key.getAlgorithm()));
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException otherKind) {
            return false;
        }
    }

    private static String signatureOf(String keyAlgorithm) {
        return switch (keyAlgorithm) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> keyAlgorithm;
        };
    }

    private static ConfigurationException problem(Path file, String found, String expected, @Nullable Throwable cause) {
        return new ConfigurationException(
                "tls: " + file + ": " + found + " (expected: " + expected + ")",
                Map.of("file", file.toString()),
                cause);
    }
}
