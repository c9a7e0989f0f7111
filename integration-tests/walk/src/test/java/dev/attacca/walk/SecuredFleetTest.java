package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.RemoteOptions;
import dev.attacca.codec.CodecKind;
import dev.attacca.compute.Instance;
import dev.attacca.compute.TaskState;
import dev.attacca.compute.VmState;
import dev.attacca.error.TlsRefusedException;
import dev.attacca.fleet.AgentProcess;
import dev.attacca.fleet.ConductorProcess;
import dev.attacca.fleet.Fleet;
import dev.attacca.fleet.JsonLine;
import dev.attacca.fleet.Release;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.transport.ClientTlsOptions;
import dev.attacca.transport.TlsKey;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A conductor and an agent as processes that speak TLS, with certificates in files as an operator has them. */
@ExtendWith(SharedFleet.Resolver.class)
class SecuredFleetTest {
    private static final String HOST = "secured";
    private static final String AGENT_ID = "spiffe://example.org/agent/" + HOST;
    private static final String TEST_ID = "spiffe://example.org/operator/test";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    @TempDir
    private Path folder;

    private final SharedFleet shared;
    private final Fleet fleet = Fleet.temporary("secured");
    private X509Bundle issuer;
    private Path trust;
    private ConductorProcess conductor;

    SecuredFleetTest(SharedFleet shared) {
        this.shared = shared;
    }

    @BeforeEach
    void a_conductor_that_knows_its_callers() throws Exception {
        issuer = new CertificateBuilder()
                .ecp256()
                .subject("CN=issuer")
                .setIsCertificateAuthority(true)
                .setKeyUsage(true, KeyUsage.keyCertSign)
                .buildSelfSigned();
        trust = Files.writeString(folder.resolve("trust.pem"), issuer.getCertificatePEM());
        TlsKey.Pem own = issued(
                "conductor",
                "spiffe://example.org/conductor",
                certificate -> certificate.addSanIpAddress("127.0.0.1").addExtendedKeyUsageServerAuth());
        conductor = fleet.conductor(shared.withDatabase("secured" + DATABASES.incrementAndGet())
                .with("tls-cert", own.certificate().toString())
                .with("tls-key", own.key().toString())
                .with("tls-trust", trust.toString())
                .with("tls-trust-domain", "example.org"));
    }

    @AfterEach
    void end() {
        fleet.close();
    }

    private TlsKey.Pem issued(String name, String id, UnaryOperator<CertificateBuilder> use) throws Exception {
        X509Bundle bundle = use.apply(new CertificateBuilder()
                        .ecp256()
                        .subject("CN=" + name)
                        .setKeyUsage(true, KeyUsage.digitalSignature)
                        .addSanUriName(id))
                .buildIssuedBy(issuer);
        return new TlsKey.Pem(
                Files.writeString(folder.resolve(name + ".pem"), bundle.getCertificatePathPEM()),
                Files.writeString(folder.resolve(name + "-key.pem"), bundle.getPrivateKeyPEM()));
    }

    private TlsKey.Pem caller(String name, String id) throws Exception {
        return issued(name, id, CertificateBuilder::addExtendedKeyUsageClientAuth);
    }

    private Attacca client(CodecKind codec, @Nullable ClientTlsOptions tls) {
        return Attacca.remote(
                ObjectRegistry.load(),
                RemoteOptions.to(conductor.address()).peer("test").codec(codec).tls(tls));
    }

    @Test
    void an_instance_lives_and_ends_between_processes_that_know_each_other() throws Exception {
        TlsKey.Pem agentsOwn = caller("agent", AGENT_ID);
        AgentProcess agent = fleet.launch(AgentProcess.Options.of(Release.R1_2, HOST, conductor.address())
                .with("tls-cert", agentsOwn.certificate().toString())
                .with("tls-key", agentsOwn.key().toString())
                .with("tls-trust", trust.toString())
                .with("tls-conductor-id", "spiffe://example.org/conductor"));
        ClientTlsOptions test = ClientTlsOptions.of(caller("test", TEST_ID), trust);
        try (Attacca binary = client(CodecKind.BINARY, test);
                Attacca json = client(CodecKind.JSON, test)) {
            UUID uuid = Sample.store(binary.context(RequestContext.create()), HOST)
                    .instance()
                    .getUuid();
            agent.events()
                    .await(
                            "activated",
                            line -> line.has("action", "activated") && line.has("instance", uuid.toString()));
            ObjectContext reading = json.context(RequestContext.create());
            Instance running = Objects.requireNonNull(Instance.query(reading).byUuid(uuid));
            assertThat(running.getVmState()).isEqualTo(VmState.ACTIVE);
            running.setTaskState(TaskState.DELETING);
            running.save();
            agent.events()
                    .await(
                            "destroyed",
                            line -> line.has("action", "destroyed") && line.has("instance", uuid.toString()));
        }

        assertThat(conductor.calls().all())
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.text("identity"))
                        .isEqualTo(call.has("peer", "agent " + HOST) ? AGENT_ID : TEST_ID));
        JsonLine counters = conductor.counters();
        assertThat(counters.number("connections_secured")).isEqualTo(counters.number("connections_accepted"));
        assertThat(counters.object("handshakes").number("json")).isEqualTo(1);
        assertThat(counters.object("handshakes").number("kryo")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void who_speaks_plaintext_or_is_of_another_issuer_gets_no_further() throws Exception {
        try (Attacca plain = client(CodecKind.BINARY, null)) {
            assertThatThrownBy(() -> Instance.query(plain.context(RequestContext.create()))
                            .byHost(HOST))
                    .isInstanceOfSatisfying(
                            TlsRefusedException.class,
                            refused -> assertThat(refused.code()).isEqualTo("TLS_MISMATCH"));
        }
        Path trusted = trust;
        issuer = new CertificateBuilder()
                .ecp256()
                .subject("CN=another issuer")
                .setIsCertificateAuthority(true)
                .setKeyUsage(true, KeyUsage.keyCertSign)
                .buildSelfSigned();
        try (Attacca stranger = client(CodecKind.BINARY, ClientTlsOptions.of(caller("stranger", TEST_ID), trusted))) {
            assertThatThrownBy(() -> Instance.query(stranger.context(RequestContext.create()))
                            .byHost(HOST))
                    .isInstanceOfSatisfying(
                            TlsRefusedException.class,
                            refused -> assertThat(refused.code()).isEqualTo("REFUSED_BY_CONDUCTOR"));
        }

        JsonLine closed = conductor.counters().object("connections_closed");
        assertThat(closed.number("plaintext_to_tls")).isEqualTo(1);
        assertThat(closed.number("certificate_untrusted")).isEqualTo(1);
        assertThat(conductor.calls().all()).isEmpty();
    }
}
