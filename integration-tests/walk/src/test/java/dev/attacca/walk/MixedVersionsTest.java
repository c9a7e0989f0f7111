package dev.attacca.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.attacca.compute.BlockDeviceMapping;
import dev.attacca.compute.Instance;
import dev.attacca.compute.Quotas;
import dev.attacca.fleet.JsonLine;
import dev.attacca.fleet.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Agents of every release and a conductor of the newest one: what is done is the same, whatever they speak. */
@ExtendWith(SharedFleet.Resolver.class)
class MixedVersionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<Release, Life> LIVES = new EnumMap<>(Release.class);

    private final SharedFleet shared;

    MixedVersionsTest(SharedFleet shared) {
        this.shared = shared;
    }

    /** All at once, as in a fleet that is being upgraded. */
    @BeforeAll
    static void anInstanceLivesOnEachRelease(SharedFleet shared) {
        for (Release release : Release.values()) {
            LIVES.put(release, Life.begin(shared, release));
        }
        LIVES.values().forEach(Life::runAndAsk);
        LIVES.values().forEach(Life::end);
    }

    private static Life life(Release release) {
        return Objects.requireNonNull(LIVES.get(release));
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void anInstanceRunsAsAProcessThatEndsWhenItIsDeleted(Release release) {
        assertThat(life(release).processes()).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(life(release).remaining()).isEmpty();
    }

    /** Written once by its owner and once by its agent. */
    @ParameterizedTest
    @EnumSource(Release.class)
    void theRowOfARunningInstanceIsExact(Release release) {
        Instance active = life(release).active();

        assertThat(life(release).activeRow()).isEqualTo(activeRow(life(release)));
        assertThat(times(
                        life(release).start(),
                        active.getCreatedAt(),
                        active.getLaunchedAt(),
                        active.getUpdatedAt(),
                        Instant.now()))
                .isSorted();
    }

    private static Map<String, @Nullable Object> activeRow(Life life) {
        Instance seen = life.active();
        Map<String, @Nullable Object> row = new TreeMap<>();
        row.put("uuid", life.uuid());
        row.put("row_version", 2L);
        row.put("project_id", life.sample().project());
        row.put("user_id", "user-1");
        row.put("display_name", "web on mixed-" + life.release().version());
        row.put("host", "mixed-" + life.release().version());
        row.put("availability_zone", Sample.ZONE);
        row.put("memory_mb", (long) Sample.MEMORY_MB);
        row.put("vcpus", Sample.VCPUS);
        row.put("flavor_id", Sample.FLAVOR);
        row.put("vm_state", "ACTIVE");
        row.put("task_state", null);
        row.put("power_state", "RUNNING");
        row.put("launched_at", seen.getLaunchedAt());
        row.put("terminated_at", null);
        row.put("system_metadata", "{\"note\": \"a \\\"b\\\" ü\", \"image\": \"cirros\"}");
        row.put("created_at", seen.getCreatedAt());
        row.put("updated_at", seen.getUpdatedAt());
        row.put("deleted_at", null);
        row.put("deleted", 0L);
        return row;
    }

    private static List<Instant> times(@Nullable Instant... times) {
        return Stream.of(times).map(Objects::requireNonNull).toList();
    }

    /** Written three times more: its owner asked, its agent marked it deleted, then took it from the living. */
    @ParameterizedTest
    @EnumSource(Release.class)
    void theRowOfADeletedInstanceIsExact(Release release) {
        Life life = life(release);
        Instance dead = life.dead();
        Map<String, @Nullable Object> expected = new TreeMap<>(activeRow(life));
        expected.put("row_version", 5L);
        expected.put("vm_state", "DELETED");
        expected.put("power_state", "NOSTATE");
        expected.put("terminated_at", dead.getTerminatedAt());
        expected.put("updated_at", dead.getUpdatedAt());
        expected.put("deleted_at", dead.getDeletedAt());
        expected.put("deleted", committedDelete("instances", dead.getUuid()));

        assertThat(shared.rows().instance(life.uuid())).isEqualTo(expected);
        assertThat(times(
                        life.active().getUpdatedAt(),
                        dead.getTerminatedAt(),
                        dead.getUpdatedAt(),
                        dead.getDeletedAt(),
                        Instant.now()))
                .isSorted();
    }

    /** A dead row shows the number of the transaction that it died in, which is never 0. */
    private long committedDelete(String table, Object uuid) {
        return shared.rows()
                .number(
                        "SELECT deleted FROM " + table
                                + " WHERE uuid = ? AND pg_xact_status(deleted::text::xid8) = 'committed'",
                        uuid);
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void theRowsOfItsBlockDevicesAreExact(Release release) {
        Life life = life(release);

        assertThat(shared.rows().devices(life.uuid()))
                .isEqualTo(life.sample().devices().stream()
                        .map(this::deletedDevice)
                        .toList());
    }

    private Map<String, @Nullable Object> deletedDevice(BlockDeviceMapping device) {
        Map<String, @Nullable Object> row = new TreeMap<>();
        row.put("uuid", device.getUuid());
        row.put("row_version", 2L);
        row.put("instance_uuid", device.getInstanceUuid());
        row.put("device_name", device.getDeviceName());
        row.put("volume_id", device.getVolumeId());
        row.put("size_gb", device.getSizeGb());
        row.put("boot_index", device.getBootIndex());
        row.put("delete_on_termination", true);
        row.put("deleted_at", deletedAt(device));
        row.put("deleted", committedDelete("block_device_mappings", device.getUuid()));
        return row;
    }

    /** No query finds a dead device, so its time is judged by those of its instance. */
    private Object deletedAt(BlockDeviceMapping device) {
        String between = "SELECT d.deleted_at FROM block_device_mappings d JOIN instances i ON i.uuid = d.instance_uuid"
                + " WHERE d.uuid = ? AND d.deleted_at BETWEEN i.updated_at AND i.deleted_at";
        return Objects.requireNonNull(
                shared.rows().one(between, device.getUuid()).get("deleted_at"));
    }

    /** Stored, reserved once, released once; what others use of them is untouched. */
    @ParameterizedTest
    @EnumSource(Release.class)
    void theRowOfTheQuotasIsExact(Release release) {
        String project = life(release).sample().project();
        Map<String, @Nullable Object> expected = new TreeMap<>();
        expected.put("project_id", project);
        expected.put("row_version", 3L);
        expected.put("max_instances", 100);
        expected.put("max_cores", 200);
        expected.put("max_ram_mb", (long) Quotas.UNLIMITED);
        expected.put("used_instances", Sample.OTHER_INSTANCES);
        expected.put("used_cores", Sample.OTHER_CORES);
        expected.put("used_ram_mb", Sample.OTHER_RAM_MB);

        assertThat(shared.rows().quotas(project)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void eachCallOfAnAgentIsOneRoundTripOnTheWire(Release release) {
        Life life = life(release);

        await().atMost(PATIENCE).until(() -> calls(life).size() == life.tap().questions());

        assertThat(life.tap().questions()).isGreaterThan(10);
        assertThat(life.tap().answers()).isEqualTo(life.tap().questions());
        // Nothing is asked beside the calls either, such as for another version of an answer.
        assertThat(life.tap().others()).isSubsetOf("hello", "ping");
        Figures.note(
                "round trips of the " + release.version() + " agent's "
                        + calls(life).size() + " calls",
                life.tap().answers(),
                "answers");
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void eachCallHasTheVersionThatItsAgentKnows(Release release) {
        assertThat(calls(life(release))).isNotEmpty().allSatisfy(call -> {
            boolean versioned = call.text("method").startsWith("Instance.");
            boolean older = versioned && release != Release.R1_2;
            assertThat(call.text("outcome")).isEqualTo("ok");
            assertThat(call.text("version")).isEqualTo(versioned ? release.version() : "1.0");
            assertThat(call.text("backport")).isEqualTo(older ? "Instance 1.2 -> " + release.version() : "");
        });
    }

    /** The system metadata came with the row, so reading them is no call. */
    @ParameterizedTest
    @EnumSource(Release.class)
    void theCallsOfALifeAreItsStepsAndNothingElse(Release release) {
        assertThat(calls(life(release)).stream()
                        .map(call -> call.text("method"))
                        .filter(method -> !method.equals("Instance.Query.byHost") && !method.startsWith("Service.")))
                .containsExactly(
                        "Instance.saveExpecting",
                        "Instance.saveExpecting",
                        "Instance.loadBlockDevices",
                        "BlockDeviceMapping.destroy",
                        "BlockDeviceMapping.destroy",
                        "Quotas.Query.byProject",
                        "Quotas.release",
                        "Instance.destroy");
    }

    private List<JsonLine> calls(Life life) {
        return shared.conductor().calls().matching(life::made);
    }
}
