package dev.attacca.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.Attacca;
import dev.attacca.object.Deadline;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.PageRequest;
import dev.attacca.object.QueryType;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.RequestContext;
import dev.attacca.object.Slots;
import dev.attacca.postgres.testing.TappedDatabase;
import dev.attacca.postgres.testing.TestDatabase;
import dev.attacca.postgres.testing.TestPostgres;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.store.Migrator;
import dev.attacca.store.StoreUnitOfWorkFactory;
import dev.attacca.store.StoredDomains;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every remotable of the domain costs: the statements it runs, and the round trips these take. The guide's table is this. */
class RoundTripsTest {
    private static final Path PAGE = Path.of("../../docs/round-trips.md");
    private static final ObjectRegistry REGISTRY = ObjectRegistry.load();

    private final TestDatabase database =
            TestPostgres.databaseFrom("compute", empty -> Migrator.migrate(empty, StoredDomains.load()));
    private final TappedDatabase tap = new TappedDatabase(database);
    private final Connection kept = connect();
    private final List<String> statements = new ArrayList<>();
    private final Attacca attacca = Attacca.local(
            REGISTRY,
            StoreUnitOfWorkFactory.over(deadline -> unclosed(kept))
                    .listener(run -> statements.add(run.statement().kind().name()))
                    .build());
    private final Map<String, String> rows = new LinkedHashMap<>();

    @AfterEach
    void close() throws SQLException {
        attacca.close();
        kept.close();
        tap.close();
        database.close();
    }

    private Connection connect() {
        try {
            return tap.dataSource().getConnection();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** As a pool would hand it out: closing it gives it back. */
    private static Connection unclosed(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        return method.getName().equals("close") ? null : method.invoke(connection, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getTargetException();
                    }
                });
    }

    /** A context as a conductor's: every call of an agent has a deadline. */
    private ObjectContext context() {
        return attacca.context(RequestContext.create().withDeadline(Deadline.after(Duration.ofSeconds(60))));
    }

    private void count(String remotable, Runnable call) {
        statements.clear();
        tap.roundTrips();
        call.run();
        rows.put(
                remotable,
                "| `" + remotable + "` | " + String.join(", ", statements) + " | " + tap.roundTrips() + " |");
    }

    private static List<String> remotables() {
        List<String> names = new ArrayList<>();
        REGISTRY.types().forEach(type -> {
            names.addAll(type.remotables().stream()
                    .map(RemotableMethod::qualifiedName)
                    .toList());
            if (type.queryType() != null) {
                QueryType<?> query = REGISTRY.queryType(Objects.requireNonNull(type.queryType()));
                names.addAll(query.remotables().stream()
                        .map(RemotableMethod::qualifiedName)
                        .toList());
            }
        });
        return names;
    }

    @Test
    void theGuideTellsWhatEveryRemotableCosts() throws IOException {
        flavors();
        instances();
        blockDevices();
        services();
        quotas();

        assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(remotables());
        List<String> table = new TreeSet<>(rows.keySet())
                .stream().map(name -> Objects.requireNonNull(rows.get(name))).toList();
        assertThat(Files.readString(PAGE)).contains(String.join("\n", table) + "\n");
    }

    private void flavors() {
        ObjectContext context = context();
        Flavor flavor = Samples.flavor(context, "m1.small");
        count("Flavor.create", flavor::create);
        count("Flavor.Query.byFlavorId", () -> Flavor.query(context).byFlavorId("m1.small"));
    }

    private void instances() {
        ObjectContext context = context();
        Instance instance = Samples.instance(context, "host-1");
        instance.setVmState(VmState.ACTIVE);
        count("Instance.create", instance::create);
        instance.setName("web-2");
        count("Instance.save", instance::save);
        instance.setTaskState(TaskState.DELETING);
        count("Instance.saveExpecting", () -> instance.saveExpecting(VmState.ACTIVE, null));
        count("Instance.refresh", instance::refresh);
        Instance.Query query = Instance.query(context);
        count("Instance.Query.byUuid", () -> query.byUuid(instance.getUuid()));
        count("Instance.Query.byHost", () -> query.byHost("host-1"));
        count("Instance.Query.byAvailabilityZone", () -> query.byAvailabilityZone("az"));
        count("Instance.Query.byName", () -> query.byName("web-2"));
        count("Instance.Query.pageByHost", () -> query.pageByHost("host-1", PageRequest.first(10)));
        count("Instance.Query.flavorsOf", () -> query.flavorsOf(List.of("m1.small")));
        count("Instance.loadFlavor", instance::getFlavor);
        count("Instance.loadBlockDevices", instance::getBlockDevices);
        Instance bare = context.create(Instance.class);
        Slots.load(bare, Objects.requireNonNull(bare.type().field("uuid")), instance.getUuid());
        count("Instance.loadSystemMetadata", bare::getSystemMetadata);
        count("Instance.destroy", instance::destroy);
    }

    private void blockDevices() {
        ObjectContext context = context();
        Instance instance = Samples.stored(context, "host-2");
        BlockDeviceMapping disk = Samples.blockDevice(context, instance.getUuid(), "/dev/vda");
        count("BlockDeviceMapping.create", disk::create);
        disk.setSizeGb(20);
        count("BlockDeviceMapping.save", disk::save);
        count(
                "BlockDeviceMapping.Query.byInstance",
                () -> BlockDeviceMapping.query(context).byInstance(instance.getUuid()));
        count("BlockDeviceMapping.destroy", disk::destroy);
    }

    private void services() {
        ObjectContext context = context();
        Service service = Samples.service(context, "host-1");
        count("Service.create", service::create);
        service.setDisabled(true);
        count("Service.save", service::save);
        count("Service.beat", service::beat);
        Service.Query query = Service.query(context);
        count("Service.Query.byHostAndBinary", () -> query.byHostAndBinary("host-1", "compute-agent"));
        count("Service.Query.all", query::all);
    }

    private void quotas() {
        ObjectContext context = context();
        Quotas quotas = Samples.quotas(context, "p-1");
        count("Quotas.create", quotas::create);
        quotas.setMaxCores(30);
        count("Quotas.save", quotas::save);
        count("Quotas.reserve", () -> quotas.reserve(1, 1, 1));
        count("Quotas.release", () -> quotas.release(1, 1, 1));
        count("Quotas.Query.byProject", () -> Quotas.query(context).byProject("p-1"));
    }
}
