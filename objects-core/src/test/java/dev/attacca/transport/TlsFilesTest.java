package dev.attacca.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConfigurationException;
import dev.attacca.value.SensitiveString;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every mistake in the files ends the start, by a message that says which file, what is wrong and what would be right. */
class TlsFilesTest {
    @TempDir
    private Path folder;

    private TestAuthority authority;
    private TlsKey.Pem good;

    @BeforeEach
    void anIssuer() {
        authority = TestAuthority.in(folder);
        good = authority.files("conductor", authority.conductor());
    }

    private void isRefused(TlsKey key, Path trust, String message) {
        ServerTlsOptions server = ServerTlsOptions.builder(key, trust).build();
        assertThatThrownBy(server::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> TransportServer.start(
                        ServerOptions.builder(TestPeers.ANY_PORT).tls(server).build(),
                        peer -> new TestPeers.TextSession(TestPeers::echo)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> TestPeers.client(
                        ClientOptions.builder(TestPeers.ANY_PORT).tls(ClientTlsOptions.of(key, trust))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }

    private void isRefused(TlsKey key, String message) {
        isRefused(key, authority.trust(), message);
    }

    private Path file(String name, String content) {
        return TestAuthority.write(folder.resolve(name), content);
    }

    @Test
    void goodFilesAreTaken() {
        ServerTlsOptions.builder(good, authority.trust()).build().check();

        assertThat(folder).isNotEmptyDirectory();
    }

    @Test
    void aFileThatIsNotThere() {
        Path none = folder.resolve("none.pem");
        isRefused(
                new TlsKey.Pem(none, good.key()),
                "tls: " + none + " cannot be read: java.nio.file.NoSuchFileException: " + none
                        + " (expected: a file that this user may read); create it, or correct the path");
    }

    @Test
    void aFileWithoutACertificate() {
        Path text = file("text.pem", "hello");
        isRefused(
                new TlsKey.Pem(text, good.key()),
                "tls: " + text + ": no certificate in it (no PEM block at all) (expected: at least one block BEGIN"
                        + " CERTIFICATE; give a PEM file)");
        isRefused(
                good,
                good.key(),
                "tls: " + good.key() + ": no certificate in it (only PRIVATE KEY) (expected: at least one block BEGIN"
                        + " CERTIFICATE; give a PEM file)");
    }

    @Test
    void aCertificateThatIsNone() {
        Path broken = file("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        isRefused(
                new TlsKey.Pem(broken, good.key()),
                "tls: " + broken + ": a certificate that cannot be read (expected: X.509; write the file anew)");
    }

    @Test
    void theKeyOfAnotherCertificate() {
        TlsKey.Pem other = authority.files("other", authority.agent("other"));
        isRefused(
                new TlsKey.Pem(good.certificate(), other.key()),
                "tls: " + other.key() + ": not the key of the certificate in " + good.certificate()
                        + " (expected: the private key that certificate CN=conductor was issued for; put the two that"
                        + " belong together there)");
    }

    @Test
    void aKeyWithAPassphrase() {
        Path key = file("secret.pem", pem("ENCRYPTED PRIVATE KEY", new byte[64]));
        isRefused(
                new TlsKey.Pem(good.certificate(), key),
                "tls: " + key
                        + ": the key has a passphrase (expected: PKCS#8 without one, in a file that only its owner may"
                        + " read; openssl pkey -in secret.pem -out plain.pem, or give a PKCS#12 key store with a password"
                        + " file)");
    }

    @Test
    void aKeyInAnOlderForm() {
        Path key = file("old.pem", pem("RSA PRIVATE KEY", new byte[64]));
        isRefused(
                new TlsKey.Pem(good.certificate(), key),
                "tls: " + key
                        + ": the key is a RSA PRIVATE KEY (expected: PKCS#8, BEGIN PRIVATE KEY; openssl pkcs8 -topk8"
                        + " -nocrypt -in old.pem -out key.pem)");
    }

    @Test
    void aKeyThatIsNoneAndAFileWithout() {
        Path key = file("broken-key.pem", pem("PRIVATE KEY", new byte[64]));
        isRefused(
                new TlsKey.Pem(good.certificate(), key),
                "tls: " + key
                        + ": a key that cannot be read (expected: PKCS#8 of an EC, RSA or Ed25519 key; write the file"
                        + " anew)");
        isRefused(
                new TlsKey.Pem(good.certificate(), good.certificate()),
                "tls: " + good.certificate()
                        + ": 0 private keys in it (only CERTIFICATE) (expected: exactly one block BEGIN"
                        + " PRIVATE KEY (PKCS#8))");
    }

    @Test
    void anExpiredCertificate() {
        Instant then = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
        TlsKey.Pem old = authority.files("old", authority.issue("old", c -> c.notAfter(then)));
        isRefused(
                old,
                "tls: " + old.certificate() + ": certificate CN=old expired at " + then
                        + " (expected: one that is valid; renew it)");
    }

    @Test
    void aChainOutOfOrder() throws IOException {
        TestAuthority below = authority.intermediate("Below");
        X509Bundle leaf = below.conductor();
        Path chain = file("chain.pem", leaf.getCertificatePEM() + Files.readString(good.certificate()));
        TlsKey.Pem files = below.files("deep", leaf);
        isRefused(
                new TlsKey.Pem(chain, files.key()),
                "tls: " + chain
                        + ": certificate CN=conductor is not followed by its issuer, but by certificate CN=conductor"
                        + " (expected: each certificate followed by the one that issued it; put them in order)");
    }

    @Test
    void aKeyStoreAndItsMistakes() throws Exception {
        Path store = store("conductor.p12", "right", authority.conductor());
        ServerTlsOptions.builder(new TlsKey.Pkcs12(store, SensitiveString.of("right")), authority.trust())
                .build()
                .check();

        isRefused(
                new TlsKey.Pkcs12(store, SensitiveString.of("wrong")),
                "tls: " + store
                        + ": cannot be opened (expected: a PKCS#12 key store and its password; correct the path, or"
                        + " the password file)");
        isRefused(
                new TlsKey.Pkcs12(good.key(), SensitiveString.of("right")),
                "tls: " + good.key() + ": cannot be opened (expected: a PKCS#12 key store and its password; correct the"
                        + " path, or the password file)");
        Path empty = store("empty.p12", "right");
        isRefused(
                new TlsKey.Pkcs12(empty, SensitiveString.of("right")),
                "tls: " + empty + ": 0 keys in it (expected: exactly one; keytool -list shows them)");
        assertThat(new TlsKey.Pkcs12(store, SensitiveString.of("right")).toString())
                .doesNotContain("right");
    }

    private Path store(String name, String password, X509Bundle... bundles) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Bundle bundle : bundles) {
            PrivateKey key = bundle.getKeyPair().getPrivate();
            store.setKeyEntry("own", key, password.toCharArray(), new Certificate[] {
                bundle.getCertificate(), bundle.getRootCertificate()
            });
        }
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file;
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + label + "-----\n";
    }
}
