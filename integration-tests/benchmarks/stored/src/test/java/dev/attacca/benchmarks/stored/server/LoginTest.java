package dev.attacca.benchmarks.stored.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.ConfigurationException;
import org.junit.jupiter.api.Test;

class LoginTest {
    private final Login login = new Login("jdbc:postgresql://db.example:5432/one?ssl=true", "anna", "secret");

    @Test
    void another_database_is_of_the_same_server_with_the_same_parameters() {
        assertThat(login.database("two").url()).isEqualTo("jdbc:postgresql://db.example:5432/two?ssl=true");
        assertThat(login.database("two").user()).isEqualTo("anna");
    }

    @Test
    void parameters_are_added_to_those_that_are_there() {
        assertThat(login.with("a=b").url()).isEqualTo("jdbc:postgresql://db.example:5432/one?ssl=true&a=b");
        assertThat(new Login("jdbc:postgresql://db.example/one", null, null)
                        .with("a=b")
                        .url())
                .isEqualTo("jdbc:postgresql://db.example/one?a=b");
    }

    @Test
    void its_text_shows_no_secret() {
        assertThat(login).hasToString("Login[jdbc:postgresql://db.example:5432/one]");
    }

    @Test
    void other_urls_are_refused_without_being_shown() {
        assertThatThrownBy(() -> new Login("jdbc:h2:mem:secret", null, null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("jdbc-url: not readable (expected: a PostgreSQL URL such as"
                        + " jdbc:postgresql://host:5432/database)");
        assertThatThrownBy(() -> new Login("jdbc:postgresql:one", null, null))
                .isInstanceOf(ConfigurationException.class);
    }
}
