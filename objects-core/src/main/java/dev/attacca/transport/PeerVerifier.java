package dev.attacca.transport;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Judges the certificates of peers: the JDK builds the path to a trusted issuer and checks dates, usages and, on the client's
 * side, the host name; this class adds what the JDK lets pass, and says why in words.
 *
 * <p>Thread safety: immutable.
 */
final class PeerVerifier extends X509ExtendedTrustManager {
    /** A leaf and two issuers, whose bytes a handshake hardly needs more of than this. */
    private static final int MOST_CERTIFICATES = 3;

    private static final int MOST_BYTES = 8 * 1024;

    /** Source: RFC 5280, 4.2.1.6. */
    private static final int UNIFORM_RESOURCE_IDENTIFIER = 6;

    private final X509ExtendedTrustManager jdk;
    private final @Nullable String trustDomain;
    private final @Nullable String expectedId;

    /**
     * A verifier.
     *
     * @param trusted the issuers
     * @param trustDomain of whom callers must have a SPIFFE id, or null where their subject is enough
     * @param expectedId the SPIFFE id that a server must have, or null where its host name decides
     */
    PeerVerifier(List<X509Certificate> trusted, @Nullable String trustDomain, @Nullable String expectedId)
            throws GeneralSecurityException {
        this.jdk = jdk(trusted);
        this.trustDomain = trustDomain;
        this.expectedId = expectedId;
    }

    private static X509ExtendedTrustManager jdk(List<X509Certificate> trusted) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
        } catch (java.io.IOException impossible) {
            throw new GeneralSecurityException(impossible);
        }
        for (int i = 0; i < trusted.size(); i++) {
            store.setCertificateEntry("trusted-" + i, trusted.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    /**
     * Who a peer is whose handshake has succeeded, also one that resumed an older session.
     *
     * @throws CertificateRefusedException when its certificate is not good any more, or does not say
     */
    PeerIdentity identityOf(X509Certificate certificate) throws CertificateRefusedException {
        refuseOutOfDate(certificate);
        return trustDomain == null
                ? new PeerIdentity.Subject(certificate.getSubjectX500Principal().getName())
                : idOf(certificate, "spiffe://" + trustDomain + "/...", trustDomain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        refuseMonsters(chain);
        try {
            jdk.checkClientTrusted(chain, authType, engine);
        } catch (CertificateException refused) {
            throw inWords(chain[0], refused);
        }
        var unused = identityOf(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        refuseMonsters(chain);
        try {
            jdk.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException refused) {
            throw inWords(chain[0], refused);
        }
        if (expectedId != null) {
            PeerIdentity.Spiffe id = idOf(chain[0], expectedId, null);
            if (!id.name().equals(expectedId)) {
                throw wrongId(chain[0], "its URI is " + id.name(), expectedId);
            }
        }
    }

    private static PeerIdentity.Spiffe idOf(X509Certificate leaf, String expected, @Nullable String domain)
            throws CertificateRefusedException {
        List<String> uris = uris(leaf);
        if (uris.size() != 1) {
            throw wrongId(leaf, uris.size() + " URIs among its names", expected);
        }
        PeerIdentity.Spiffe id = PeerIdentity.Spiffe.parse(uris.get(0));
        if (id == null || !(domain == null || domain.equals(id.trustDomain()))) {
            throw wrongId(leaf, "its URI is " + CertificateRefusedException.printable(uris.get(0)), expected);
        }
        return id;
    }

    private static CertificateRefusedException wrongId(X509Certificate leaf, String found, String expected) {
        return new CertificateRefusedException(
                CloseReason.IDENTITY_REFUSED,
                CertificateRefusedException.shown(leaf) + ": " + found + " (expected: exactly one URI among its names, "
                        + expected + ")");
    }

    private static List<String> uris(X509Certificate leaf) throws CertificateRefusedException {
        List<String> uris = new ArrayList<>();
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (name.get(0).equals(UNIFORM_RESOURCE_IDENTIFIER)) {
                    uris.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException unreadable) {
            throw new CertificateRefusedException(
                    CloseReason.IDENTITY_REFUSED,
                    CertificateRefusedException.shown(leaf) + ": its names cannot be read (expected: X.509)",
                    unreadable);
        }
        return uris;
    }

    /** Before anything expensive is done with them. */
    private static void refuseMonsters(X509Certificate[] chain) throws CertificateException {
        if (chain.length > MOST_CERTIFICATES) {
            throw new CertificateRefusedException(
                    CloseReason.CERTIFICATE_UNTRUSTED,
                    "certificate chain: " + chain.length + " certificates (expected: at most " + MOST_CERTIFICATES
                            + "; leave the root out)");
        }
        int bytes = 0;
        for (X509Certificate certificate : chain) {
            bytes += certificate.getEncoded().length;
        }
        if (bytes > MOST_BYTES) {
            throw new CertificateRefusedException(
                    CloseReason.CERTIFICATE_UNTRUSTED,
                    "certificate chain: " + bytes + " bytes (expected: at most " + MOST_BYTES + ")");
        }
        refuseOutOfDate(chain[0]);
        // The JDK looks at the usages of a leaf, not at this.
        if (chain[0].getBasicConstraints() >= 0) {
            throw new CertificateRefusedException(
                    CloseReason.CERTIFICATE_UNTRUSTED,
                    CertificateRefusedException.shown(chain[0])
                            + ": an issuer's (expected: one with CA:FALSE; an issuer's key must not serve as a peer's)");
        }
    }

    private static void refuseOutOfDate(X509Certificate certificate) throws CertificateRefusedException {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException | CertificateNotYetValidException outOfDate) {
            throw new CertificateRefusedException(
                    CloseReason.CERTIFICATE_EXPIRED,
                    CertificateRefusedException.shown(certificate) + ": valid from "
                            + certificate.getNotBefore().toInstant() + " to "
                            + certificate.getNotAfter().toInstant() + " (expected: valid now; renew it)",
                    outOfDate);
        }
    }

    private static CertificateRefusedException inWords(X509Certificate leaf, CertificateException refused) {
        CloseReason reason = CloseReason.CERTIFICATE_UNTRUSTED;
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException path
                    && (path.getReason() == BasicReason.EXPIRED || path.getReason() == BasicReason.NOT_YET_VALID)) {
                reason = CloseReason.CERTIFICATE_EXPIRED;
            }
        }
        return new CertificateRefusedException(
                reason,
                CertificateRefusedException.shown(leaf) + ": not trusted here: "
                        + CertificateRefusedException.printable(String.valueOf(refused.getMessage()))
                        + " (expected: issued, for this use, by one of the trusted certificates)",
                refused);
    }

    /** None: a peer is not told whom we trust, and its handshake is the smaller for it. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw withoutEngine();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw withoutEngine();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw withoutEngine();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw withoutEngine();
    }

    private static CertificateException withoutEngine() {
        return new CertificateException("verification without an engine (expected: never; it would know no host name)");
    }
}
