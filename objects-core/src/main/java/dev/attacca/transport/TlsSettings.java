package dev.attacca.transport;

import dev.attacca.config.Setting;
import dev.attacca.config.SettingFormat;
import dev.attacca.config.SettingValues;
import dev.attacca.error.ConfigurationException;
import dev.attacca.value.SensitiveString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a process is told about TLS: the same keys for every process, and what they mean together. */
public final class TlsSettings {
    /** PEM file with the own certificate. */
    public static final Setting<Path> CERT = Setting.optional(
            "tls-cert", "PEM file with this side's certificate and those that issued it", SettingFormat.path());

    /** PEM file with its key. */
    public static final Setting<Path> KEY = Setting.optional(
            "tls-key", "PEM file with its private key, PKCS#8 without a passphrase", SettingFormat.path());

    /** Key store instead of the two. */
    public static final Setting<Path> KEY_STORE = Setting.optional(
            "tls-key-store", "PKCS#12 key store, instead of tls-cert and tls-key", SettingFormat.path());

    /** File with its password. */
    public static final Setting<Path> KEY_STORE_PASSWORD_FILE = Setting.optional(
            "tls-key-store-password-file", "file with nothing but the password of that store", SettingFormat.path());

    /** PEM file with the issuers that are trusted. */
    public static final Setting<Path> TRUST = Setting.optional(
            "tls-trust", "PEM file with the certificates that are trusted to issue", SettingFormat.path());

    /** For servers: of whom callers must have an id. */
    public static final Setting<String> TRUST_DOMAIN = Setting.optional(
            "tls-trust-domain",
            "SPIFFE trust domain that each caller must have an id of; without it a certificate's subject is enough",
            new SettingFormat<>("a trust domain, such as example.org, in lower case", TlsSettings::trustDomain));

    /** For servers: whether callers need a certificate. */
    public static final Setting<Boolean> CLIENT_CERTS = Setting.withDefault(
            "tls-client-certs", "whether callers must show a certificate, with TLS", SettingFormat.bool(), "true");

    /** For callers: who a conductor must be. */
    public static final Setting<String> CONDUCTOR_ID = Setting.optional(
            "tls-conductor-id",
            "SPIFFE id that conductors must have; without it their certificate must name their host",
            new SettingFormat<>("a SPIFFE id, such as spiffe://example.org/conductor", TlsSettings::spiffeId));

    private static final Pattern LINE_BREAK_AT_END = Pattern.compile("\\R\\z");

    private TlsSettings() {}

    private static @Nullable String trustDomain(String text) {
        return ServerTlsOptions.isTrustDomain(text) ? text : null;
    }

    private static @Nullable String spiffeId(String text) {
        return PeerIdentity.Spiffe.parse(text) == null ? null : text;
    }

    /**
     * What a server was told: {@link #CERT}, {@link #KEY}, {@link #KEY_STORE}, {@link #KEY_STORE_PASSWORD_FILE}, {@link #TRUST},
     * {@link #TRUST_DOMAIN} and {@link #CLIENT_CERTS}.
     *
     * @return null when it was told nothing: plaintext
     * @throws ConfigurationException with all settings that do not fit together, or when a file cannot be used
     */
    public static @Nullable ServerTlsOptions server(SettingValues values) {
        List<Setting<?>> given = given(values, CERT, KEY, KEY_STORE, KEY_STORE_PASSWORD_FILE, TRUST, TRUST_DOMAIN);
        boolean clientCerts = values.get(CLIENT_CERTS);
        List<String> problems = new ArrayList<>();
        if (given.isEmpty()) {
            if (!clientCerts) {
                problems.add(missing(values, CLIENT_CERTS, "tls-cert, tls-key and tls-trust"));
            }
            refuse(problems);
            return null;
        }
        TlsKey key = key(values, problems);
        Path trust = values.find(TRUST);
        if (key == null && problems.isEmpty()) {
            problems.add(missing(values, given.get(0), "tls-cert and tls-key, or tls-key-store"));
        }
        if (trust == null) {
            problems.add(missing(values, given.get(0), TRUST.key()));
        }
        if (!clientCerts && values.find(TRUST_DOMAIN) != null) {
            problems.add(
                    "tls-client-certs: false from " + values.origin(CLIENT_CERTS) + " beside tls-trust-domain from "
                            + values.origin(TRUST_DOMAIN)
                            + " (expected: one of the two; only a certificate says who a caller is)");
        }
        refuse(problems);
        if (key == null || trust == null) {
            throw new IllegalStateException("tls: no key or no trust (expected: refused by now)");
        }
        ServerTlsOptions options = ServerTlsOptions.builder(key, trust)
                .clientCertificates(clientCerts)
                .trustDomain(values.find(TRUST_DOMAIN))
                .build();
        options.check();
        return options;
    }

    /**
     * What a caller was told: {@link #CERT}, {@link #KEY}, {@link #KEY_STORE}, {@link #KEY_STORE_PASSWORD_FILE}, {@link #TRUST} and
     * {@link #CONDUCTOR_ID}.
     *
     * @return null when it was told nothing: plaintext
     * @throws ConfigurationException with all settings that do not fit together, or when a file cannot be used
     */
    public static @Nullable ClientTlsOptions client(SettingValues values) {
        List<Setting<?>> given = given(values, CERT, KEY, KEY_STORE, KEY_STORE_PASSWORD_FILE, TRUST, CONDUCTOR_ID);
        if (given.isEmpty()) {
            return null;
        }
        List<String> problems = new ArrayList<>();
        TlsKey key = key(values, problems);
        Path trust = values.find(TRUST);
        if (trust == null) {
            problems.add(missing(values, given.get(0), TRUST.key()));
        }
        refuse(problems);
        if (trust == null) {
            throw new IllegalStateException("tls: no trust (expected: refused by now)");
        }
        ClientTlsOptions options = ClientTlsOptions.of(key, trust).conductorId(values.find(CONDUCTOR_ID));
        options.check();
        return options;
    }

    private static List<Setting<?>> given(SettingValues values, Setting<?>... settings) {
        return List.of(settings).stream()
                .<Setting<?>>map(setting -> setting)
                .filter(setting -> values.find(setting) != null)
                .toList();
    }

    private static @Nullable TlsKey key(SettingValues values, List<String> problems) {
        Path store = values.find(KEY_STORE);
        Path passwordFile = values.find(KEY_STORE_PASSWORD_FILE);
        Path certificate = values.find(CERT);
        Path key = values.find(KEY);
        together(values, CERT, KEY, problems);
        together(values, KEY_STORE, KEY_STORE_PASSWORD_FILE, problems);
        if (store != null && (certificate != null || key != null)) {
            problems.add("tls-key-store: from " + values.origin(KEY_STORE) + " beside "
                    + (certificate != null
                            ? "tls-cert from " + values.origin(CERT)
                            : "tls-key from " + values.origin(KEY))
                    + " (expected: one of the two; leave the other out)");
        }
        if (!problems.isEmpty()) {
            return null;
        }
        if (certificate != null && key != null) {
            return new TlsKey.Pem(certificate, key);
        }
        return store != null && passwordFile != null ? new TlsKey.Pkcs12(store, passwordIn(passwordFile)) : null;
    }

    private static void together(SettingValues values, Setting<?> one, Setting<?> other, List<String> problems) {
        if (values.find(one) != null && values.find(other) == null) {
            problems.add(missing(values, one, other.key()));
        } else if (values.find(one) == null && values.find(other) != null) {
            problems.add(missing(values, other, one.key()));
        }
    }

    private static String missing(SettingValues values, Setting<?> given, String other) {
        return given.key() + ": from " + values.origin(given) + " without " + other + " (expected: both or none; add "
                + other + ", or leave it out)";
    }

    private static SensitiveString passwordIn(Path file) {
        try {
            return SensitiveString.of(
                    LINE_BREAK_AT_END.matcher(Files.readString(file)).replaceFirst(""));
        } catch (IOException unreadable) {
            throw new ConfigurationException(
                    "configuration: tls-key-store-password-file: " + file + " cannot be read: " + unreadable
                            + " (expected: a readable file with nothing but the password); create it or correct the path",
                    Map.of("file", file.toString()),
                    unreadable);
        }
    }

    private static void refuse(List<String> problems) {
        if (problems.size() == 1) {
            throw new ConfigurationException("configuration: " + problems.get(0));
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    "configuration: " + problems.size() + " problems\n  " + String.join("\n  ", problems));
        }
    }
}
