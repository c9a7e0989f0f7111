package dev.attacca.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where migrations are read from. */
class MigrationFilesTest {
    private final List<String> problems = new ArrayList<>();

    @TempDir
    Path folder = Path.of("replaced");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aJarIsReadWithAndWithoutEntriesForItsFolders(boolean folderEntries) throws IOException {
        StoredDomain domain = TestDomains.inJar(
                folder.resolve("a domain.jar"),
                folderEntries,
                "shop",
                "V0002__two.sql",
                "SELECT 2",
                "V0001__one.sql",
                "SELECT 1");

        List<Migration> migrations = MigrationFiles.read(domain, problems);

        assertThat(problems).isEmpty();
        assertThat(migrations).extracting(Migration::file).containsExactly("V0001__one.sql", "V0002__two.sql");
        assertThat(migrations).extracting(Migration::sql).containsExactly("SELECT 1", "SELECT 2");
    }

    @Test
    void aFolderIsReadInOrder() throws IOException {
        StoredDomain domain = TestDomains.inFolder(
                folder.resolve("a folder"), "shop", "V0002__two.sql", "SELECT 2", "V0001__one.sql", "SELECT 1");

        assertThat(MigrationFiles.read(domain, problems))
                .extracting(Migration::file)
                .containsExactly("V0001__one.sql", "V0002__two.sql");
        assertThat(problems).isEmpty();
    }

    @Test
    void aDomainWithoutMigrationsIsAProblem() throws IOException {
        StoredDomain domain = TestDomains.inFolder(folder, "shop");

        assertThat(MigrationFiles.read(domain, problems)).isEmpty();
        assertThat(problems)
                .containsExactly(
                        "shop: no migrations in dev/attacca/store/migrations"
                                + " (expected: V0001__….sql beside dev.attacca.store.TestDomains$Loaded; add it, or name the folder)");
    }

    @Test
    void textThatIsNotUtf8IsAProblem() throws IOException {
        StoredDomain domain = TestDomains.inFolder(folder, "shop", "V0001__one.sql", "SELECT 1");
        Files.write(folder.resolve("dev/attacca/store/migrations/V0001__one.sql"), new byte[] {'-', '-', (byte) 0xe4});

        assertThat(MigrationFiles.read(domain, problems)).isEmpty();
        assertThat(problems).containsExactly("shop V0001__one.sql: not UTF-8 (expected: UTF-8 text; save it so)");
    }

    @Test
    void aFolderAmongMigrationsIsAProblem() throws IOException {
        StoredDomain domain = TestDomains.inFolder(folder, "shop", "V0001__one.sql", "SELECT 1");
        Files.createDirectories(folder.resolve("dev/attacca/store/migrations/old"));

        MigrationFiles.read(domain, problems);

        assertThat(problems)
                .containsExactly(
                        "shop old: not the name of a migration (expected: V0001__what_it_does.sql; rename or move it)");
    }

    @Test
    void theChecksumIsThatOfTheText() {
        assertThat(new Migration("shop", 1, "one", "abc").checksum())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
