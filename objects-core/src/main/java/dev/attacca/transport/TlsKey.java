package dev.attacca.transport;

import dev.attacca.value.SensitiveString;
import java.nio.file.Path;

/** Where one side's certificate and its private key are. Read at the start, and again whenever a file has changed. */
public sealed interface TlsKey {
    /**
     * Two PEM files, as {@code openssl} writes them.
     *
     * @param certificate the certificate, and behind it those that issued it, without the root
     * @param key the private key as PKCS#8, without a passphrase
     */
    record Pem(Path certificate, Path key) implements TlsKey {}

    /**
     * A PKCS#12 key store with one key, as {@code keytool} writes it.
     *
     * @param file the key store
     * @param password opens the store and the key
     */
    record Pkcs12(Path file, SensitiveString password) implements TlsKey {}
}
