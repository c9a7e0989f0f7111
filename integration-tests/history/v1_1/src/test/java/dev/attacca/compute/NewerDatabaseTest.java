package dev.attacca.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.error.InvalidValueException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.postgres.testing.TestDatabase;
import dev.attacca.postgres.testing.TestPostgres;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.store.Migrator;
import dev.attacca.store.StoreUnitOfWorkFactory;
import dev.attacca.store.StoredDomains;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A conductor of this release whose database was migrated by the newest one: it must go on. */
class NewerDatabaseTest {
    private static final Path NEWEST =
            Path.of("../../../schema/compute/src/main/resources/dev/attacca/compute/migrations");

    @AutoClose
    private final TestDatabase database = TestPostgres.databaseFrom("newest", NewerDatabaseTest::migrate);

    @AutoClose
    private final Attacca attacca =
            Attacca.local(ObjectRegistry.load(), StoreUnitOfWorkFactory.of(database.dataSource()));

    private final ObjectContext context = attacca.context(RequestContext.create());

    /** What the release knows by its own hand, and the rest as the newest release wrote it. */
    private static void migrate(DataSource empty) {
        int known = Migrator.migrate(empty, StoredDomains.load()).applied().size();
        try (Stream<Path> files = Files.list(NEWEST);
                Connection connection = empty.getConnection();
                Statement statement = connection.createStatement()) {
            for (Path file : files.sorted().skip(known).toList()) {
                statement.execute(Files.readString(file));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (SQLException refused) {
            throw new AssertionError(refused);
        }
    }

    @Test
    void theReleasesOwnMigrationsAreTheFirstOfTheNewest() throws IOException {
        Path own = Path.of("src/main/resources/dev/attacca/compute/migrations");
        try (Stream<Path> files = Files.list(own)) {
            List<Path> migrations = files.toList();
            assertThat(migrations)
                    .hasSize(2)
                    .allSatisfy(file ->
                            assertThat(NEWEST.resolve(file.getFileName())).hasSameTextualContentAs(file));
        }
    }

    @Test
    void anInstanceLivesItsWholeLife() {
        Instance instance = instance("web-1");
        instance.create();
        Instance read = Objects.requireNonNull(Instance.query(context).byUuid(instance.getUuid()));
        assertThat(read.getDisplayName()).isEqualTo("web-1");
        assertThat(read.getMemoryMb()).isEqualTo(2048);

        read.setDisplayName("web-2");
        read.setMemoryMb(4096);
        read.setVmState(VmState.DELETED);
        read.save();
        read.destroy();

        assertThat(select("SELECT display_name, memory_mb, vm_state, row_version, deleted > 0 FROM instances"))
                .containsExactly("web-2", 4096L, "DELETED", 3L, true);
    }

    @Test
    void memoryThatOnlyTheNewestReleaseCanWriteIsRefusedByName() {
        Instance instance = instance("web-1");
        instance.create();
        execute("UPDATE instances SET memory_mb = 3000000000");

        assertThatThrownBy(() -> Instance.query(context).byUuid(instance.getUuid()))
                .isInstanceOf(InvalidValueException.class);
        instance.setDisplayName("web-2");
        instance.save();

        assertThat(select("SELECT display_name, memory_mb FROM instances")).containsExactly("web-2", 3_000_000_000L);
    }

    @Test
    void aStateThatOnlyTheNewestReleaseKnowsIsRefusedByName() {
        Instance instance = instance("web-1");
        instance.create();
        execute("UPDATE instances SET vm_state = 'SHELVED_OFFLOADED'");

        assertThatThrownBy(() -> Instance.query(context).byUuid(instance.getUuid()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("SHELVED_OFFLOADED");
    }

    private Instance instance(String name) {
        Instance instance = context.create(Instance.class);
        instance.setProjectId("p-1");
        instance.setUserId("u-1");
        instance.setDisplayName(name);
        instance.setMemoryMb(2048);
        instance.setVcpus(1);
        instance.setFlavorId("m1.small");
        instance.setVmState(VmState.ACTIVE);
        instance.setSystemMetadata(Map.of("image", "cirros"));
        return instance;
    }

    private void execute(String sql) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        } catch (SQLException thrown) {
            throw new AssertionError(thrown);
        }
    }

    private List<Object> select(String sql) {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            Object[] values = new Object[row.getMetaData().getColumnCount()];
            for (int column = 1; column <= values.length; column++) {
                values[column - 1] = row.getObject(column);
            }
            return List.of(values);
        } catch (SQLException thrown) {
            throw new AssertionError(thrown);
        }
    }
}
