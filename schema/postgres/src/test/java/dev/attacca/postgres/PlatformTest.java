package dev.attacca.postgres;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConfigurationException;
import org.junit.jupiter.api.Test;

class PlatformTest {
    private static final String REMEDY =
            " (expected: Linux/amd64 with glibc); give the JDBC URL of a PostgreSQL server instead";

    @Test
    void asksForAJdbcUrlWhereTheBinariesDoNotRun() {
        assertRefused("Mac OS X", "aarch64", false, "Mac OS X/aarch64");
        assertRefused("Windows 11", "amd64", false, "Windows 11/amd64");
        assertRefused("Linux", "aarch64", true, "Linux/aarch64");
        assertRefused("Linux", "amd64", false, "Linux/amd64 without glibc");
    }

    @Test
    void takesLinuxOnX86WithGlibc() {
        assertThatCode(() -> Platform.require("Linux", "amd64", true)).doesNotThrowAnyException();
    }

    private static void assertRefused(String system, String architecture, boolean glibc, String named) {
        assertThatThrownBy(() -> Platform.require(system, architecture, glibc))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("embedded PostgreSQL: " + named + REMEDY);
    }
}
