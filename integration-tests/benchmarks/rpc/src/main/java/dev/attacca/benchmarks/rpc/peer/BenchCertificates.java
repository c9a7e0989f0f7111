package dev.attacca.benchmarks.rpc.peer;

import dev.attacca.transport.ClientTlsOptions;
import dev.attacca.transport.ServerTlsOptions;
import dev.attacca.transport.TlsKey;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Certificates of one run, with keys on P-256, on both sides. The server issues them into a folder that both processes were
 * told of; the client reads them there.
 */
final class BenchCertificates {
    private static final String TRUST = "trust";
    private static final String SERVER = "conductor";
    private static final String CLIENT = "agent";

    private final Path folder;

    private BenchCertificates(Path folder) {
        this.folder = folder;
    }

    /** Those of this run. */
    static BenchCertificates ofRun() {
        String own = "attacca-bench-" + ProcessHandle.current().pid();
        return new BenchCertificates(Path.of(System.getProperty(
                Peers.FOLDER_PROPERTY,
                Path.of(System.getProperty("java.io.tmpdir"), own).toString())));
    }

    /** Issues them and says how a server uses its own: both sides show one. */
    ServerTlsOptions server() throws Exception {
        Files.createDirectories(folder);
        X509Bundle root = valid("CN=bench root")
                .setIsCertificateAuthority(true)
                .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.cRLSign)
                .buildSelfSigned();
        Files.writeString(file(TRUST), root.getCertificatePEM());
        write(
                SERVER,
                leaf(SERVER)
                        .addSanIpAddress("127.0.0.1")
                        .addSanDnsName("localhost")
                        .addExtendedKeyUsageServerAuth()
                        .buildIssuedBy(root));
        write(CLIENT, leaf(CLIENT).addExtendedKeyUsageClientAuth().buildIssuedBy(root));
        return ServerTlsOptions.builder(key(SERVER), file(TRUST)).build();
    }

    /** How a client uses those that a server issued. */
    ClientTlsOptions client() {
        return ClientTlsOptions.of(key(CLIENT), file(TRUST));
    }

    private static CertificateBuilder leaf(String name) {
        return valid("CN=" + name).setKeyUsage(true, KeyUsage.digitalSignature);
    }

    private static CertificateBuilder valid(String subject) {
        return new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .notBefore(Instant.now().minus(Duration.ofHours(1)))
                .notAfter(Instant.now().plus(Duration.ofDays(1)));
    }

    private void write(String name, X509Bundle bundle) throws java.io.IOException {
        Files.writeString(file(name), bundle.getCertificatePathPEM());
        Files.writeString(file(name + "-key"), bundle.getPrivateKeyPEM());
    }

    private TlsKey key(String name) {
        return new TlsKey.Pem(file(name), file(name + "-key"));
    }

    private Path file(String name) {
        return folder.resolve(name + ".pem");
    }
}
