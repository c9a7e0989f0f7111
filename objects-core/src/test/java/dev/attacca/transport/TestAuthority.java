package dev.attacca.transport;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import javax.net.ssl.TrustManager;

/** An issuer of certificates, whose files lie in a folder of the test. */
public final class TestAuthority {
    static final String DOMAIN = "example.org";
    static final String CONDUCTOR_ID = "spiffe://example.org/conductor";

    private final Path folder;
    private final X509Bundle root;

    private TestAuthority(Path folder, X509Bundle root) {
        this.folder = folder;
        this.root = root;
    }

    /** An issuer whose files lie in that folder. */
    public static TestAuthority in(Path folder) {
        return named("Test Root", folder);
    }

    static TestAuthority named(String name, Path folder) {
        return new TestAuthority(folder, made(() -> issuer(name).buildSelfSigned()));
    }

    /** An issuer below this one. */
    TestAuthority intermediate(String name) {
        return new TestAuthority(folder, made(() -> issuer(name).buildIssuedBy(root)));
    }

    /** The same, valid until then. */
    TestAuthority intermediate(String name, Instant until) {
        return new TestAuthority(
                folder,
                made(() -> issuer(name)
                        .notBefore(until.minus(Duration.ofDays(1)))
                        .notAfter(until)
                        .buildIssuedBy(root)));
    }

    /** Trusts what this issued; for peers that are not ours. */
    TrustManager verifier() {
        return root.toTrustManager();
    }

    private static CertificateBuilder issuer(String name) {
        return valid().subject("CN=" + name)
                .setIsCertificateAuthority(true)
                .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.cRLSign);
    }

    private static CertificateBuilder valid() {
        return new CertificateBuilder()
                .ecp256()
                .notBefore(Instant.now().minus(Duration.ofHours(1)))
                .notAfter(Instant.now().plus(Duration.ofHours(1)));
    }

    /** A conductor's certificate, which names the loopback. */
    X509Bundle conductor() {
        return issue(
                "conductor",
                certificate -> uri(certificate, CONDUCTOR_ID)
                        .addSanIpAddress("127.0.0.1")
                        .addSanDnsName("localhost")
                        .addExtendedKeyUsageServerAuth());
    }

    /** An agent's certificate. */
    X509Bundle agent(String host) {
        return issue(
                host,
                certificate ->
                        uri(certificate, "spiffe://example.org/agent/" + host).addExtendedKeyUsageClientAuth());
    }

    /** A certificate of one's own making. */
    X509Bundle issue(String name, UnaryOperator<CertificateBuilder> more) {
        return made(() -> more.apply(valid().subject("CN=" + name).setKeyUsage(true, KeyUsage.digitalSignature))
                .buildIssuedBy(root));
    }

    static CertificateBuilder uri(CertificateBuilder certificate, String uri) {
        return made(() -> certificate.addSanUriName(uri));
    }

    /** The file with this issuer's own certificate. */
    Path trust() {
        return write(folder.resolve("trust-" + System.identityHashCode(this) + ".pem"), root.getCertificatePEM());
    }

    String pem() {
        return root.getCertificatePEM();
    }

    /** Writes certificate and key to files of that name. */
    TlsKey.Pem files(String name, X509Bundle bundle) {
        return new TlsKey.Pem(
                write(folder.resolve(name + ".pem"), bundle.getCertificatePathPEM()),
                write(folder.resolve(name + "-key.pem"), bundle.getPrivateKeyPEM()));
    }

    /** As rotation should do it: a reader sees the old file or the new one, never half of one. */
    static Path write(Path file, String content) {
        try {
            Path beside = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), content);
            return Files.move(
                    beside,
                    file,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a conductor that demands certificates of this issuer. */
    public ServerTlsOptions.Builder serverTls() {
        return ServerTlsOptions.builder(files("conductor", conductor()), trust())
                .lookAgain(Duration.ofMillis(20))
                .trustDomain(DOMAIN);
    }

    /** For the agent of a host. */
    public ClientTlsOptions clientTls(String host) {
        return clientTls(host, agent(host));
    }

    ClientTlsOptions clientTls(String name, X509Bundle bundle) {
        return ClientTlsOptions.of(files(name, bundle), trust());
    }

    @FunctionalInterface
    private interface Making<T> {
        // The library's own signature.
        T make() throws Exception;
    }

    private static <T> T made(Making<T> making) {
        try {
            return making.make();
        } catch (Exception e) {
            throw new IllegalStateException("no certificate could be made", e);
        }
    }
}
