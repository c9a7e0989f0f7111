package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.Attacca;
import dev.attacca.codec.Oslo.Branch;
import dev.attacca.codec.Oslo.Leaf;
import dev.attacca.error.DecodeException;
import dev.attacca.error.InvalidValueException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.value.IpAddress;
import dev.attacca.value.IpNetwork;
import dev.attacca.value.MacAddress;
import dev.attacca.value.PciAddress;
import dev.attacca.value.SensitiveString;
import dev.attacca.version.Version;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the real oslo.versionedobjects wrote is what we write, and what we read back. */
class OsloGoldenTest {
    private static final UUID U = UUID.fromString("c0ffee00-1111-4222-8333-444455556666");

    private final ObjectRegistry registry = Oslo.registry();
    private final ObjectContext context =
            Attacca.local(registry, UnitOfWorkFactory.NONE).context(RequestContext.create());
    private final ObjectJson json = ObjectJson.builder(registry)
            .form(Oslo.Port.class, JsonForm.NOVA)
            .wholeSeconds()
            .build();

    // ---- the files with one primitive each

    static Set<String> primitives() {
        return new OsloGoldenTest().makers().keySet();
    }

    @ParameterizedTest
    @MethodSource("primitives")
    void an_object_is_written_as_the_ancestor_writes_it(String file) {
        VersionedObject made = Objects.requireNonNull(makers().get(file)).get();

        assertThat(comparable(JsonTree.parse(json.write(made)))).isEqualTo(comparable(member(file, "primitive")));
    }

    @ParameterizedTest
    @MethodSource("primitives")
    void what_the_ancestor_wrote_is_read_as_the_same_object(String file) {
        VersionedObject made = Objects.requireNonNull(makers().get(file)).get();

        VersionedObject read = json.read(JsonTree.print(member(file, "primitive")), context);

        assertThat(read).hasToString(made.toString());
        assertThat(read.equalsByValue(made)).isTrue();
        assertThat(read.changes()).isEqualTo(made.changes());
        assertThat(read.version()).isEqualTo(made.version());
        assertThat(json.write(read)).isEqualTo(json.write(made));
    }

    private Map<String, Supplier<VersionedObject>> makers() {
        Map<String, Supplier<VersionedObject>> makers = new TreeMap<>();
        makers.put("01-scalars-all-changed", this::disk);
        makers.put("02-scalars-clean", () -> clean(disk()));
        makers.put("03-partial-unset", () -> diskWithId());
        makers.put("04-nullable-null", this::diskWithNulls);
        makers.put("05-defaults-after-set-defaults", () -> {
            Oslo.Disk disk = diskWithId();
            disk.setDefaults();
            return disk;
        });
        makers.put("07-lists-and-sets", this::bag);
        makers.put("08-dicts", this::maps);
        makers.put("09-typed-coercions", this::typed);
        makers.put("10-nested-clean-nonrecursive-note", () -> clean(branch()));
        makers.put("13-objectlist-clean", () -> clean(leaves(leaf(1), leaf(2))));
        makers.put("14-objectlist-child-changed", () -> {
            Oslo.LeafList list = clean(leaves(leaf(1), leaf(2)));
            list.get(1).setNote("y");
            return list;
        });
        makers.put("15-objectlist-empty", () -> clean(leaves()));
        makers.put("21-polymorphic", this::owner);
        makers.put("29-namespaces", this::port);
        makers.put("30-timestamped-mixin", this::acct);
        makers.put("31-readonly-and-defaults", this::sealed);
        return makers;
    }

    private static <T extends VersionedObject> T clean(T object) {
        object.resetChanges();
        return object;
    }

    private Oslo.Disk disk() {
        Oslo.Disk disk = context.create(Oslo.Disk.class);
        disk.setId(1);
        disk.setUuid(U);
        disk.setLabel("root");
        disk.setSizeGb(20);
        disk.setBootable(true);
        disk.setRatio(1.5);
        return disk;
    }

    private Oslo.Disk diskWithId() {
        Oslo.Disk disk = context.create(Oslo.Disk.class);
        disk.setId(2);
        return disk;
    }

    private Oslo.Disk diskWithNulls() {
        Oslo.Disk disk = context.create(Oslo.Disk.class);
        disk.setId(3);
        disk.setUuid(U);
        disk.setLabel(null);
        disk.setRatio(null);
        disk.setSizeGb(0);
        return disk;
    }

    private Oslo.Bag bag() {
        Oslo.Bag bag = context.create(Oslo.Bag.class);
        bag.setStrings(List.of("a", "b"));
        bag.setInts(List.of(3, 1, 2));
        bag.setGrid(List.of(List.of("x"), List.of("y", "z")));
        bag.setIntSet(Set.of(7));
        bag.setSets(List.of(Set.of(1), Set.of(2)));
        bag.setNested(List.of(Map.of("k", "v"), Collections.singletonMap("k", null)));
        bag.setEnums(List.of(Oslo.Color.red, Oslo.Color.green));
        return bag;
    }

    private Oslo.Maps maps() {
        Oslo.Maps maps = context.create(Oslo.Maps.class);
        maps.setS(Map.of("a", "b", "n", "5"));
        Map<String, @Nullable String> nulls = new HashMap<>();
        nulls.put("a", null);
        nulls.put("b", "c");
        maps.setNs(nulls);
        maps.setI(Map.of("one", 1, "two", 2));
        maps.setLs(Map.of("k", List.of("v", "w")));
        return maps;
    }

    private Oslo.Typed typed() {
        Oslo.Typed typed = context.create(Oslo.Typed.class);
        typed.setMac(MacAddress.parse("AA:BB:CC:DD:EE:FF"));
        typed.setPci(PciAddress.parse("0000:ab:1f.7"));
        typed.setIp(IpAddress.parse("192.0.2.1"));
        typed.setIp6(IpAddress.parse("2001:0DB8:0:0:0:0:0:1"));
        typed.setNet4(new Oslo.Interface(IpAddress.parse("198.51.100.7"), 24));
        typed.setNet6(IpNetwork.parse("2001:db8::/32"));
        typed.setFlex(true);
        typed.setEnum(Oslo.Switch.on);
        typed.setPred(">= 1.0");
        typed.setSecret(SensitiveString.of("password='hunter2'"));
        typed.setStrFromInt(String.valueOf(5));
        typed.setStrFromBool("True");
        typed.setStrFromFloat(String.valueOf(1.5));
        typed.setStrFromDt("2024-01-02 03:04:05+00:00");
        typed.setIntFromStr(Integer.parseInt("12"));
        typed.setBoolFromStr(true);
        typed.setFloatFromStr(Double.parseDouble("2.5"));
        return typed;
    }

    private Leaf leaf(int id) {
        Leaf leaf = context.create(Leaf.class);
        leaf.setId(id);
        leaf.setName("n" + id);
        leaf.setNote("x");
        return leaf;
    }

    private Leaf leafWithId(int id) {
        Leaf leaf = context.create(Leaf.class);
        leaf.setId(id);
        return leaf;
    }

    private Branch branch() {
        Branch branch = context.create(Branch.class);
        branch.setId(1);
        branch.setExtra("e");
        branch.setLeaf(leaf(1));
        branch.setLeaves(List.of(leaf(2), leaf(3)));
        return branch;
    }

    private Oslo.LeafList leaves(Leaf... each) {
        Oslo.LeafList list = context.create(Oslo.LeafList.class);
        list.setObjects(List.of(each));
        return list;
    }

    private Oslo.Dog dog(String name, String breed) {
        Oslo.Dog dog = context.create(Oslo.Dog.class);
        dog.setName(name);
        dog.setBreed(breed);
        return dog;
    }

    private Oslo.Owner owner() {
        Oslo.Animal cat = context.create(Oslo.Animal.class);
        cat.setName("cat");
        Oslo.Owner owner = context.create(Oslo.Owner.class);
        owner.setPet(dog("rex", "collie"));
        owner.setPets(List.of(dog("a", "b"), cat));
        return owner;
    }

    private Oslo.Port port() {
        Oslo.Port port = context.create(Oslo.Port.class);
        port.setUuid(U);
        port.setLeaf(leafWithId(1));
        return port;
    }

    private Oslo.Acct acct() {
        Oslo.Acct acct = context.create(Oslo.Acct.class);
        acct.setId(1);
        acct.setCreatedAt(Instant.parse("2024-01-01T00:00:00Z"));
        acct.setUpdatedAt(null);
        return acct;
    }

    private Oslo.Sealed sealed() {
        Oslo.Sealed sealed = context.create(Oslo.Sealed.class);
        sealed.setSerial("s1");
        sealed.setDefaults();
        return sealed;
    }

    // ---- the files with more to say

    /** 06: every input of the rows that the ancestor can read back; the naive field holds the same moment in UTC. */
    @Test
    void moments_keep_their_offset_and_instants_are_utc() {
        Map<String, @Nullable OffsetDateTime> inputs = new LinkedHashMap<>();
        inputs.put("naive", OffsetDateTime.parse("2024-05-06T07:08:09Z"));
        inputs.put("utc", OffsetDateTime.parse("2024-05-06T07:08:09Z"));
        inputs.put("micros", OffsetDateTime.parse("2024-05-06T07:08:09.123456Z"));
        inputs.put("iso-string-Z", OffsetDateTime.parse("2024-05-06T07:08:09Z"));
        inputs.put("iso-string-plus2", OffsetDateTime.parse("2024-05-06T07:08:09+02:00"));
        inputs.put("iso-string-named", OffsetDateTime.parse("2024-05-06T07:08:09-05:30"));
        inputs.put("null", null);
        List<String> told = new ArrayList<>();
        for (Object each : (List<?>) Objects.requireNonNull(member("06-datetimes", "rows"))) {
            Map<?, ?> row = (Map<?, ?>) each;
            String input = (String) Objects.requireNonNull(row.get("input"));
            if (!inputs.containsKey(input)) {
                told.add(input);
                continue;
            }
            OffsetDateTime moment = inputs.get(input);
            Oslo.Clock aware = context.create(Oslo.Clock.class);
            aware.setAware(moment);
            Oslo.Clock naive = context.create(Oslo.Clock.class);
            naive.setNaive(moment == null ? null : moment.toInstant());

            assertThat(comparable(JsonTree.parse(json.write(aware)))).isEqualTo(comparable(row.get("primitive")));
            if (moment == null || moment.getOffset().getTotalSeconds() == 0) {
                assertThat(comparable(JsonTree.parse(json.write(naive))))
                        .isEqualTo(comparable(row.get("naive_field_primitive")));
            }
            Oslo.Clock read = json.read(Oslo.Clock.class, JsonTree.print(row.get("primitive")), context);
            assertThat(read.getAware()).isEqualTo(moment == null ? null : moment.withNano(0));
        }
        assertThat(told).containsExactly("datetime-plus2");
    }

    /** The ancestor writes an offset it cannot read back, and drops the offset of a naive time. */
    @Test
    void a_moment_with_an_offset_can_be_read_back_and_an_instant_is_the_same_moment() {
        OffsetDateTime moment = OffsetDateTime.parse("2024-05-06T07:08:09+02:00");
        Oslo.Clock clock = context.create(Oslo.Clock.class);
        clock.setAware(moment);
        clock.setNaive(moment.toInstant());

        byte[] written = json.write(clock);

        assertThat(text(written))
                .contains("\"aware\":\"2024-05-06T07:08:09+02:00\"")
                .contains("\"naive\":\"2024-05-06T05:08:09Z\"");
        assertThat(json.read(written, context).equalsByValue(clock)).isTrue();
        byte[] unreadable = text(written).replace("09+02:00", "09UTC+02:00").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> json.read(unreadable, context))
                .isInstanceOf(DecodeException.class)
                .hasMessageStartingWith("Clock.aware: ");
    }

    @Test
    void fractions_of_seconds_stay_unless_told_otherwise() {
        Oslo.Clock clock = context.create(Oslo.Clock.class);
        clock.setNaive(Instant.parse("2024-05-06T07:08:09.123456Z"));

        assertThat(text(ObjectJson.of(registry).write(clock))).contains("\"naive\":\"2024-05-06T07:08:09.123456Z\"");
        assertThat(text(json.write(clock))).contains("\"naive\":\"2024-05-06T07:08:09Z\"");
    }

    /** 09: in the ancestor the text "false" is true, and a secret is hidden only where it looks like one. */
    @Test
    void a_text_is_no_boolean_and_a_secret_is_never_shown() {
        byte[] asText = text(json.write(typed()))
                .replace("\"bool_from_str\":true", "\"bool_from_str\":\"false\"")
                .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> json.read(asText, context))
                .isInstanceOf(DecodeException.class)
                .hasMessage("Typed.boolFromStr: a text (expected: true or false)");
        assertThat(typed().toString()).contains("*secret=***").doesNotContain("hunter2");
    }

    /** 19. */
    @Test
    void a_version_yet_to_come_is_refused_and_an_older_major_gets_the_oldest_shape() {
        Oslo.Tree tree = context.create(Oslo.Tree.class);
        tree.setColor("green");

        assertThat(exception("result")).isEqualTo("InvalidTargetVersion");
        assertThatThrownBy(() -> json.write(tree, Version.parse("2.2"))).isInstanceOf(VersionMismatchException.class);
        assertThat(exception("result_major")).isEqualTo("InvalidTargetVersion");
        assertThatThrownBy(() -> json.write(tree, Version.parse("3.0"))).isInstanceOf(VersionMismatchException.class);
        Map<?, ?> older = (Map<?, ?>) Objects.requireNonNull(member("19-backport-too-new", "older_major"));
        assertThat(older.get("ok")).isEqualTo("'0.9'");
        ObjectJson.Written written = json.write(tree, Version.parse("0.9"));
        assertThat(text(written.json()))
                .isEqualTo("{\"versioned_object.data\":{},\"versioned_object.name\":\"Tree\","
                        + "\"versioned_object.namespace\":\"attacca\",\"versioned_object.version\":\"0.9\"}");
        assertThat(written.losses()).extracting(Loss::field).containsExactly("color");
        assertThatThrownBy(() -> json.read(written.json(), context))
                .isInstanceOfSatisfying(
                        VersionMismatchException.class,
                        refused -> assertThat(refused.code()).isEqualTo(VersionMismatchException.TOO_OLD))
                .hasMessageStartingWith("Tree: 0.9 (expected: 2.0");
    }

    private static @Nullable Object exception(String result) {
        return ((Map<?, ?>) Objects.requireNonNull(member("19-backport-too-new", result))).get("exception");
    }

    /** 33: nested changes that the ancestor leaves in a backport name fields of newer versions; we write none, and read past them. */
    @Test
    void the_changes_of_a_backported_tree_may_name_what_its_version_does_not_have() {
        for (Object each : (List<?>) Objects.requireNonNull(member("33-backport-of-changed-tree", "rows"))) {
            Map<?, ?> row = (Map<?, ?>) each;
            Map<String, Version> manifest = new TreeMap<>();
            ((Map<?, ?>) Objects.requireNonNull(row.get("manifest")))
                    .forEach((name, version) -> manifest.put((String) name, Version.parse((String) version)));

            byte[] written = json.write(branch(), manifest).json();
            VersionedObject read = json.read(JsonTree.print(row.get("primitive")), context);

            assertThat(read.version()).isEqualTo(manifest.get("Branch"));
            assertThat(json.write(read)).isEqualTo(written);
        }
    }

    /** 23: maps and subclasses are followed here, and an unknown name is the same error every time. */
    @Test
    void a_manifest_names_every_class_that_can_be_held() {
        Map<?, ?> trees = (Map<?, ?>) Objects.requireNonNull(member("23-manifests", "trees"));
        for (Map.Entry<?, ?> tree : trees.entrySet()) {
            Map<String, String> versions = new TreeMap<>();
            json.manifest((String) tree.getKey()).forEach((name, version) -> versions.put(name, version.toString()));
            Map<String, Object> expected = new TreeMap<>();
            ((Map<?, ?>) tree.getValue()).forEach((name, version) -> expected.put((String) name, version));
            if (tree.getKey().equals("Hidden")) {
                expected.put("Leaf", "1.2");
            }
            if (tree.getKey().equals("Owner")) {
                expected.put("Dog", "1.4");
            }
            assertThat(versions).as("%s", tree.getKey()).isEqualTo(expected);
        }
        for (int times = 0; times < 2; times++) {
            assertThatThrownBy(() -> json.manifest("Ghost"))
                    .isInstanceOf(UnknownTypeException.class)
                    .hasMessageStartingWith("Ghost: not registered");
        }
    }

    /** 28. */
    @Test
    void containers_of_objects_are_written_and_read() {
        Map<String, @Nullable Object> entity = new HashMap<>();
        entity.put("d", Map.of("x", leafWithId(3)));
        entity.put("l", List.of(leafWithId(1)));
        entity.put("n", null);
        entity.put("s", Set.of(3));
        entity.put("t", List.of(1, leafWithId(2)));

        byte[] written = json.writeEntity(entity);
        Map<?, ?> read =
                (Map<?, ?>) json.readEntity(JsonTree.print(member("28-serializer-containers", "value")), context);

        assertThat(comparable(JsonTree.parse(written)))
                .isEqualTo(comparable(member("28-serializer-containers", "value")));
        assertThat(Objects.requireNonNull(read).get("t"))
                .isInstanceOfSatisfying(
                        List.class,
                        list -> assertThat(((Leaf) list.get(1)).getId()).isEqualTo(2));
        assertThat(json.writeEntity(read)).isEqualTo(written);
    }

    /** 31. */
    @Test
    void a_write_once_field_takes_the_same_value_again_and_null_reads_as_the_default() {
        Oslo.Sealed sealed = sealed();

        sealed.setSerial("s1");
        assertThatThrownBy(() -> sealed.setSerial("s2")).isInstanceOf(InvalidValueException.class);
        byte[] nulled =
                text(json.write(sealed)).replace("\"n\":3", "\"n\":null").getBytes(StandardCharsets.UTF_8);

        assertThat(json.read(Oslo.Sealed.class, nulled, context).getN()).isEqualTo(3);
    }

    /** 32. */
    @Test
    void a_json_schema_is_the_ancestors() {
        assertThat(comparable(JsonTree.parse(json.schema(Branch.class))))
                .isEqualTo(comparable(member("32-json-schema", "schema")));
    }

    @Test
    void the_schema_of_a_class_inside_itself_refers_to_where_it_began() {
        assertThat(text(json.schema(Oslo.Loop.class))).contains("\"next\":{\"$ref\":\"#\"}");
    }

    // ---- reading the files

    private static @Nullable Object member(String file, String name) {
        String path = "/oslo/" + file + ".json";
        try (InputStream in = OsloGoldenTest.class.getResourceAsStream(path)) {
            Map<?, ?> document = (Map<?, ?>) Objects.requireNonNull(
                    JsonTree.parse(Objects.requireNonNull(in).readAllBytes()));
            return document.get(name);
        } catch (IOException unreadable) {
            throw new IllegalStateException(path, unreadable);
        }
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    /** Maps without order, changes and required fields as sets, numbers by value. */
    private static @Nullable Object comparable(@Nullable Object tree) {
        if (tree instanceof Map<?, ?> members) {
            Map<Object, @Nullable Object> map = new HashMap<>();
            members.forEach((key, value) -> {
                Object each = comparable(value);
                boolean unordered = ((String) key).endsWith(".changes") && each instanceof List<?>;
                map.put(key, unordered ? new HashSet<>((List<?>) each) : each);
            });
            return map;
        }
        if (tree instanceof List<?> elements) {
            List<@Nullable Object> list = new ArrayList<>();
            elements.forEach(each -> list.add(comparable(each)));
            return list;
        }
        if (tree instanceof Number number) {
            return new BigDecimal(number.toString()).stripTrailingZeros();
        }
        return tree;
    }
}
