package dev.attacca.compute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.contract.ContractProblem;
import dev.attacca.contract.ContractReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contract check says to edits of this domain's sources, compiled and locked as a developer would. */
class ContractEditsTest {
    private static final String LAUNCHED_AT = "public abstract @Nullable Instant getLaunchedAt();";
    private static final String SET_LAUNCHED_AT = "public abstract void setLaunchedAt(@Nullable Instant launchedAt);";
    private static final String SET_USER_ID = "public abstract void setUserId(String userId);";
    private static final String ROOT_GB = "public abstract int getRootGb();";
    private static final String SET_ROOT_GB = "public abstract void setRootGb(int rootGb);";
    private static final String WIDE_ROOT_GB = "public abstract long getRootGb();";
    private static final String SET_WIDE_ROOT_GB = "public abstract void setRootGb(long rootGb);";
    private static final String INSTANCE = "@Versioned(\"1.2\")";
    private static final String NEXT_INSTANCE = "@Versioned(\"1.3\")";
    private static final String FIRST = "@Versioned(\"1.0\")";
    private static final String SECOND = "@Versioned(\"1.1\")";
    private static final String TOPIC = "public abstract String getTopic();";
    private static final String QUEUE = "@Column(\"topic\") public abstract String getQueue();";
    private static final String SET_TOPIC = "public abstract void setTopic(String topic);";
    private static final String SET_QUEUE = "public abstract void setQueue(String queue);";

    private static final String KEYPAIR =
            "package dev.attacca.compute; @dev.attacca.annotation.Versioned(\"1.0\") public"
                    + " abstract class Keypair extends dev.attacca.object.VersionedObject { public abstract String getName(); }";

    @TempDir
    Path folder;

    /**
     * An edit.
     *
     * @param words what it does, as the guide says it
     * @param change how
     * @param said what the check must say, a rule and a subject each
     */
    private record Edit(String words, UnaryOperator<EditedDomain> change, List<String> said) {
        @Override
        public String toString() {
            return words;
        }
    }

    private static Edit edit(String words, UnaryOperator<EditedDomain> change, String... said) {
        return new Edit(words, change, List.of(said));
    }

    private static Edit edit(String words, String simpleName, List<String> fromAndTo, String... said) {
        return edit(words, domain -> domain.edit(simpleName, fromAndTo.toArray(String[]::new)), said);
    }

    static Stream<Edit> breaking() {
        return Stream.of(
                edit(
                        "`Instance.launchedAt` removed, version raised",
                        "Instance",
                        List.of(LAUNCHED_AT, "", SET_LAUNCHED_AT, "", INSTANCE, NEXT_INSTANCE),
                        "FIELD_REMOVED Instance.launchedAt"),
                edit(
                        "`Flavor.swapMb` added, version not raised",
                        "Flavor",
                        List.of(ROOT_GB, ROOT_GB + " @dev.attacca.store.NotStored public abstract int getSwapMb();"),
                        "VERSION_NOT_BUMPED Flavor",
                        "CHILD_VERSION_NOT_BUMPED Instance.flavor"),
                edit(
                        "`Service.topic` renamed to `queue`, version raised",
                        "Service",
                        List.of(TOPIC, QUEUE, SET_TOPIC, SET_QUEUE, FIRST, SECOND),
                        "FIELD_RENAMED_WITHOUT_HISTORY Service.queue"),
                edit(
                        "`Flavor.rootGb` made `long`, version raised",
                        "Flavor",
                        List.of(ROOT_GB, WIDE_ROOT_GB, SET_ROOT_GB, SET_WIDE_ROOT_GB, FIRST, SECOND),
                        "FIELD_TYPE_CHANGED Flavor.rootGb"),
                edit(
                        "`BlockDeviceMapping.volumeId` no longer `@Nullable`, version raised",
                        "BlockDeviceMapping",
                        List.of("@Nullable String", "String", FIRST, SECOND),
                        "FIELD_NOW_NOT_NULL BlockDeviceMapping.volumeId"),
                edit(
                        "setter of `Instance.userId` removed",
                        "Instance",
                        List.of(SET_USER_ID, ""),
                        "FIELD_NOW_READ_ONLY Instance.userId"),
                edit(
                        "`TaskState.MIGRATING` added without a fallback",
                        "TaskState",
                        List.of("SPAWNING,", "SPAWNING, MIGRATING,"),
                        "ENUM_CONSTANT_WITHOUT_FALLBACK TaskState.MIGRATING"),
                edit(
                        "`PowerState.CRASHED` removed",
                        "PowerState",
                        List.of("CRASHED,", ""),
                        "ENUM_CONSTANT_REMOVED PowerState.CRASHED"),
                edit(
                        "`@Downgrade` of `Instance.memoryMb` removed",
                        "Instance",
                        List.of(
                                "@Downgrade(from = \"1.2\", to = \"1.1\", loses = \"memoryMb beyond the range of int\")",
                                ""),
                        "BACKPORT_LOSS_UNDECLARED Instance 1.2 -> 1.1"),
                edit(
                        "`Instance.Query.byHost` takes one argument more, version raised",
                        "Instance",
                        List.of("byHost(String host)", "byHost(String host, boolean deleted)", INSTANCE, NEXT_INSTANCE),
                        "REMOTABLE_SIGNATURE_CHANGED Instance.Query.byHost"),
                edit(
                        "`Instance.refresh` no longer `readOnly`",
                        "Instance",
                        List.of(
                                "@Remotable(readOnly = true, sends = Sends.KEY_AND_CHANGES)\n    public void refresh",
                                "@Remotable(sends = Sends.KEY_AND_CHANGES)\n    public void refresh"),
                        "REMOTABLE_NOW_WRITES Instance.refresh"),
                edit(
                        "`Instance.systemMetadata` no longer lazy, its loader removed, version raised",
                        "Instance",
                        List.of(
                                "@Lazy\n    @Json",
                                "@Json",
                                "@Remotable(readOnly = true, sends = Sends.KEY_AND_CHANGES)\n    protected Map",
                                "protected Map",
                                INSTANCE,
                                NEXT_INSTANCE),
                        "LOADER_REMOVED Instance.loadSystemMetadata"),
                edit(
                        "`@NonNegative` on `Service.reportCount`",
                        "Service",
                        List.of(
                                "public abstract long getReportCount",
                                "@dev.attacca.annotation.NonNegative public abstract long getReportCount"),
                        "LIMIT_NARROWED Service.reportCount"),
                edit("`Quotas` made 2.0", "Quotas", List.of(FIRST, "@Versioned(\"2.0\")"), "MAJOR_CHANGED Quotas"),
                edit(
                        "`BlockDeviceMapping` taken out of the domain",
                        "ComputeDomain",
                        List.of(" BlockDeviceMapping.class,", ""),
                        "CHILD_VERSION_MISSING Instance.blockDevices",
                        "CHILD_VERSION_MISSING Instance.loadBlockDevices"),
                edit(
                        "`@Added(in = \"1.1\")` dropped from `Instance.availabilityZone`: only 1.0 minds",
                        "Instance",
                        List.of(
                                "@Added(in = \"1.1\")\n    public abstract @Nullable String getAvailabilityZone",
                                "public abstract @Nullable String getAvailabilityZone"),
                        "FIELD_ADDED_WITHOUT_HISTORY Instance.availabilityZone"));
    }

    static Stream<Edit> harmless() {
        return Stream.of(
                edit(
                        "`Flavor.swapMb` added with `@Added`, version raised",
                        "Flavor",
                        List.of(
                                ROOT_GB,
                                ROOT_GB + " @dev.attacca.annotation.Added(in = \"1.1\") @dev.attacca.store.NotStored"
                                        + " public abstract int getSwapMb();",
                                FIRST,
                                SECOND)),
                edit(
                        "`Service.topic` renamed to `queue` with `@Renamed`, version raised",
                        "Service",
                        List.of(
                                TOPIC,
                                "@dev.attacca.annotation.Renamed(from = \"topic\", in = \"1.1\") " + QUEUE,
                                SET_TOPIC,
                                SET_QUEUE,
                                FIRST,
                                SECOND)),
                edit(
                        "`Flavor.rootGb` made `long` with `@Widened` and its `@Downgrade`, version raised",
                        "Flavor",
                        List.of(
                                ROOT_GB,
                                "@dev.attacca.annotation.Widened(from = int.class, in = \"1.1\") " + WIDE_ROOT_GB,
                                SET_ROOT_GB,
                                SET_WIDE_ROOT_GB
                                        + " @dev.attacca.annotation.Downgrade(from = \"1.1\", to = \"1.0\", loses = \"rootGb"
                                        + " above 2147483647\") static void narrow(dev.attacca.version.SnapshotEditor at) {}",
                                FIRST,
                                SECOND)),
                edit(
                        "`Instance.launchedAt` removed with `@Removed`, version raised",
                        "Instance",
                        List.of(
                                LAUNCHED_AT,
                                "",
                                SET_LAUNCHED_AT,
                                "",
                                INSTANCE,
                                NEXT_INSTANCE
                                        + " @dev.attacca.annotation.Removed(field = \"launchedAt\", type = Instant.class, in = \"1.3\")")),
                edit(
                        "`TaskState.MIGRATING` added with a fallback",
                        "TaskState",
                        List.of(
                                "SPAWNING,",
                                "SPAWNING, @dev.attacca.annotation.Added(in = \"1.3\", fallback = \"SCHEDULING\") MIGRATING,")),
                edit(
                        "`Flavor.Query.all` added with `since`, version raised",
                        "Flavor",
                        List.of(
                                "public abstract static class Query extends ObjectQuery<Flavor> {",
                                "public abstract static class Query extends ObjectQuery<Flavor> { @Remotable(readOnly = true,"
                                        + " since = \"1.1\") public java.util.List<Flavor> all() { return java.util.List.of(); }",
                                FIRST,
                                SECOND)),
                edit(
                        "constants of `PowerState` in another order",
                        "PowerState",
                        List.of(
                                "RUNNING,",
                                "",
                                "NOSTATE,",
                                "NOSTATE, RUNNING,",
                                "PAUSED,",
                                "",
                                "SUSPENDED",
                                "SUSPENDED, PAUSED")),
                edit(
                        "argument of `Flavor.Query.byFlavorId` called `key`",
                        "Flavor",
                        List.of(
                                "byFlavorId(String flavorId)",
                                "byFlavorId(String key)",
                                "byKey(flavorId)",
                                "byKey(key)")),
                edit(
                        "`Service.agentVersion` made `@Sensitive`, patch version 1.0.1",
                        "Service",
                        List.of(
                                "public abstract String getAgentVersion",
                                "@dev.attacca.annotation.Sensitive public abstract String getAgentVersion",
                                FIRST,
                                "@Versioned(\"1.0.1\")")),
                edit(
                        "another body of `Flavor.create`",
                        "Flavor",
                        List.of(
                                "FlavorMapper.in(context()).insert(this);",
                                "setVcpus(getVcpus()); FlavorMapper.in(context()).insert(this);")),
                edit(
                        "a class added to the domain",
                        domain -> domain.edit("Keypair", "", KEYPAIR)
                                .edit("ComputeDomain", "Flavor.class,", "Flavor.class, Keypair.class,")));
    }

    /** Edits that look like others: each must be told as what it is, or rightly not at all. */
    static Stream<Edit> treacherous() {
        return Stream.of(
                edit(
                        "old name of `Instance.name` changed afterwards",
                        "Instance",
                        List.of("from = \"displayName\"", "from = \"label\""),
                        "FIELD_RENAMED_WITHOUT_HISTORY Instance.name"),
                edit(
                        "`@Added` of `Instance.availabilityZone` moved to 1.2",
                        "Instance",
                        List.of(
                                "@Added(in = \"1.1\")\n    public abstract @Nullable String getAvailabilityZone",
                                "@Added(in = \"1.2\")\n    public abstract @Nullable String getAvailabilityZone"),
                        "FIELD_REMOVED Instance.availabilityZone"),
                edit(
                        "`since` of what came to `Instance` in 1.1 moved to 1.2",
                        "Instance",
                        List.of(
                                "@Remotable(readOnly = true, since = \"1.1\")",
                                "@Remotable(readOnly = true, since = \"1.2\")"),
                        "REMOTABLE_REMOVED Instance.loadFlavor",
                        "REMOTABLE_REMOVED Instance.Query.byAvailabilityZone"),
                edit(
                        "`VmState.SHELVED_OFFLOADED` said to be there since 1.0",
                        "VmState",
                        List.of("in = \"1.2\"", "in = \"1.0\""),
                        "ENUM_CONSTANT_WITHOUT_SINCE VmState.SHELVED_OFFLOADED"),
                edit(
                        "`Quotas.create` sends key and changes only",
                        "Quotas",
                        List.of(
                                "@Remotable\n    public void create",
                                "@Remotable(sends = Sends.KEY_AND_CHANGES)\n    public void create"),
                        "REMOTABLE_SENDS_LESS Quotas.create"),
                edit(
                        "result of `Flavor.Query.byFlavorId` never null, version raised",
                        "Flavor",
                        List.of("public @Nullable Flavor byFlavorId", "public Flavor byFlavorId", FIRST, SECOND),
                        "REMOTABLE_SIGNATURE_CHANGED Flavor.Query.byFlavorId"),
                edit(
                        "`@Length` on `Flavor.name`",
                        "Flavor",
                        List.of(
                                "public abstract String getName",
                                "@dev.attacca.annotation.Length(max = 64) public abstract String getName"),
                        "LIMIT_NARROWED Flavor.name"),
                edit(
                        "`QUOTA_EXCEEDED` refines another error",
                        "QuotaExceededException",
                        List.of("refines = ConflictException.CODE", "refines = \"NOT_FOUND\""),
                        "ERROR_REFINES_CHANGED QUOTA_EXCEEDED"),
                edit(
                        "`QuotaExceededException.limit()` made an `Integer`",
                        "QuotaExceededException",
                        List.of(
                                "public @Nullable Long limit() {\n        return number(\"limit\");",
                                "public @Nullable Integer limit() {\n        return detail(\"limit\", Integer::valueOf);"),
                        "ERROR_FIELD_CHANGED QUOTA_EXCEEDED.limit"),
                edit(
                        "`QuotaExceededException` out of the domain",
                        "ComputeDomain",
                        List.of("QuotaExceededException.class", ""),
                        "ERROR_REMOVED QUOTA_EXCEEDED"),
                edit(
                        "`Flavor.vcpus` made `@Nullable`, version raised",
                        "Flavor",
                        List.of(
                                "public abstract int getVcpus",
                                "public abstract @Nullable Integer getVcpus",
                                "setVcpus(int vcpus)",
                                "setVcpus(@Nullable Integer vcpus)",
                                FIRST,
                                SECOND),
                        "FIELD_NOW_NULLABLE Flavor.vcpus"),
                edit(
                        "`Flavor.vcpus` an `Integer` that is never null",
                        "Flavor",
                        List.of(
                                "public abstract int getVcpus",
                                "public abstract Integer getVcpus",
                                "setVcpus(int vcpus)",
                                "setVcpus(Integer vcpus)")),
                edit(
                        "`Instance.flavor` no longer lazy, its loader kept",
                        "Instance",
                        List.of(
                                "@Added(in = \"1.1\")\n    @Lazy",
                                "@Added(in = \"1.1\")",
                                "@Loads(field = \"flavor\", by = \"flavorId\")",
                                "")),
                edit(
                        "`Instance` no longer `Owned`, its getters kept",
                        "Instance",
                        List.of(
                                "implements Owned, SoftDeletable",
                                "implements SoftDeletable",
                                "@Override\n    public abstract String getProjectId",
                                "public abstract String getProjectId",
                                "@Override\n    public abstract String getUserId",
                                "public abstract String getUserId")),
                edit(
                        "`Flavor.create` moved to a superclass",
                        domain -> offered(domain)
                                .edit(
                                        "Flavor",
                                        "@Remotable\n    public void create() {\n        FlavorMapper.in(context()).insert(this);\n    }",
                                        "")),
                edit(
                        "`Flavor.create` moved to a superclass, and overridden without `@Remotable`",
                        domain -> offered(domain)
                                .edit(
                                        "Flavor",
                                        "@Remotable\n    public void create()",
                                        "@Override\n    public void create()"),
                        "VERSION_NOT_BUMPED Flavor",
                        "REMOTABLE_REMOVED Flavor.create"),
                edit(
                        "another fallback of `VmState.SHELVED_OFFLOADED`",
                        "VmState",
                        List.of("fallback = \"SHELVED\"", "fallback = \"STOPPED\"")));
    }

    private static EditedDomain offered(EditedDomain domain) {
        return domain.edit("Flavor", "extends VersionedObject", "extends Offered")
                .edit(
                        "Offered",
                        "",
                        "package dev.attacca.compute; public abstract class Offered extends"
                                + " dev.attacca.object.VersionedObject { @dev.attacca.annotation.Remotable public void"
                                + " create() {} }");
    }

    @ParameterizedTest
    @MethodSource("treacherous")
    void treacherousEditsAreToldAsWhatTheyAre(Edit edit) throws Exception {
        assertThat(edit.change().apply(EditedDomain.copyTo(folder)).check().problems())
                .extracting(ContractProblem::toString)
                .containsExactlyInAnyOrderElementsOf(edit.said());
    }

    @ParameterizedTest
    @MethodSource("breaking")
    void breakingEditsAreNamed(Edit edit) throws Exception {
        ContractReport report = edit.change().apply(EditedDomain.copyTo(folder)).check();

        assertThat(report.problems())
                .extracting(ContractProblem::toString)
                .containsExactlyInAnyOrderElementsOf(edit.said());
        assertThat(report.problems()).allSatisfy(problem -> {
            Path file = Path.of(problem.file());
            assertThat(file).hasExtension("java").startsWith(folder);
            assertThat(Files.readAllLines(file)).hasSizeGreaterThanOrEqualTo(problem.line());
        });
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void harmlessEditsPassInSilence(Edit edit) throws Exception {
        ContractReport report = edit.change().apply(EditedDomain.copyTo(folder)).check();

        assertThat(report.text()).isEqualTo("objects check: 0 problems; against 1.0, 1.1, 1.2\n");
    }

    @Test
    void whatOnlyTheOldestReleaseMindsIsSaidOfItAlone() throws Exception {
        Edit last = breaking().reduce((one, other) -> other).orElseThrow();

        assertThat(last.change().apply(EditedDomain.copyTo(folder)).check().problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.releases()).containsExactly("1.0");
                    assertThat(problem.breaks()).startsWith("agents at Instance 1.0: ");
                });
    }

    @Test
    void theGuideTellsTheseEditsAndWhatWasSaidToThem() throws Exception {
        List<String> rows = new ArrayList<>();
        breaking().forEach(edit -> rows.add("| " + edit + " | `" + String.join("`, `", edit.said()) + "` |"));
        harmless().forEach(edit -> rows.add("| " + edit + " | |"));
        String guide = Files.readString(Path.of("../../docs/objects-check.md"));

        assertThat(guide).contains("| edit | what it said |\n|---|---|\n" + String.join("\n", rows) + "\n");
    }

    @Test
    void theGuideShowsARealReport() throws Exception {
        Edit edit = breaking()
                .filter(each -> each.words().startsWith("`Flavor.rootGb`"))
                .findFirst()
                .orElseThrow();

        String said = edit.change().apply(EditedDomain.copyTo(folder)).check().text();

        assertThat(Files.readString(Path.of("../../docs/evolving-an-object.md")))
                .contains("```text\n" + said.replace(folder.toString(), "schema/compute") + "```\n");
    }
}
