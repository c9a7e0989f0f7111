package dev.attacca.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerAccountTest {
    private static final String ROOT = "root:x:0:0:root:/root:/bin/bash";
    private static final String NOBODY = "nobody:x:65534:65533::/nonexistent:/usr/sbin/nologin";
    private static final String POSTGRES = "postgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/bash";

    @Test
    void prefersPostgresAndTakesNobodyElse() {
        assertThat(ServerAccount.unprivileged(List.of(ROOT, NOBODY, POSTGRES)))
                .isEqualTo(new ServerAccount("postgres", 101, 104, true));
        assertThat(ServerAccount.unprivileged(List.of(ROOT, NOBODY)))
                .isEqualTo(new ServerAccount("nobody", 65534, 65533, true));
    }

    @Test
    void saysThatThereIsNobodyToRunAs() {
        assertThatThrownBy(() -> ServerAccount.unprivileged(List.of(ROOT, "", "postgres")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "/etc/passwd: neither postgres nor nobody (expected: one of them, because PostgreSQL refuses to"
                                + " run as root); add the user postgres, or run as an ordinary user");
    }
}
