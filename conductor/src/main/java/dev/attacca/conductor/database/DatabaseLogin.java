package dev.attacca.conductor.database;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A database and who we are there. Immutable; its text shows no secret.
 *
 * @param address where it is
 * @param user the role, or null for the URL's or the operating system's
 * @param password its password, or null when none was given apart from the URL
 * @param passwordFile where that password came from, or null when from elsewhere
 */
public record DatabaseLogin(
        JdbcAddress address,
        @Nullable String user,
        @Nullable String password,
        @Nullable Path passwordFile) {

    /** The role we log in as, as far as is known. */
    public String shownUser() {
        String own = user == null ? address.user() : user;
        return own == null ? System.getProperty("user.name", "") : own;
    }

    @Override
    public String toString() {
        return "DatabaseLogin[" + address.shown() + " as " + shownUser() + "]";
    }
}
