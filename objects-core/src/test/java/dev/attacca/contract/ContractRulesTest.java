package dev.attacca.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each rule says to an edit of a lock, written as texts to replace and their replacements. */
class ContractRulesTest {
    private static final List<String> BUMP = List.of("class Ship 1.2", "class Ship 1.3");
    private static final String BERTH = "  field berth: string; lazy\n";
    private static final Set<ContractRule> SEEN_ELSEWHERE = Set.of(
            ContractRule.DOMAIN_REFUSED,
            ContractRule.ERROR_REMOVED,
            ContractRule.ERROR_REFINES_CHANGED,
            ContractRule.ERROR_FIELD_CHANGED,
            ContractRule.ERROR_UNKNOWN_TO_OLDER,
            ContractRule.LOCK_OUT_OF_DATE,
            ContractRule.APPROVAL_EXPIRED,
            ContractRule.APPROVAL_UNUSED);

    @TempDir
    Path folder;

    static Stream<Arguments> breaking() {
        return Stream.of(
                edit(
                        with("  field size: int\n", ""),
                        "VERSION_NOT_BUMPED Crew",
                        "CHILD_VERSION_NOT_BUMPED Ship.crew",
                        "FIELD_REMOVED Crew.size"),
                edit(
                        with("size: int\n", "size: int\n  field weight: int\n"),
                        "VERSION_NOT_BUMPED Crew",
                        "CHILD_VERSION_NOT_BUMPED Ship.crew"),
                edit(with("size: int\n", "size: int\n  call sing\n    returns void\n"), "VERSION_NOT_BUMPED Crew"),
                edit(with("class Ship 1.2", "class Ship 1.1"), "VERSION_LOWERED Ship"),
                edit(with("class Crew 1.0", "class Crew 2.0"), "MAJOR_CHANGED Crew", "CHILD_VERSION_MISSING Ship.crew"),
                edit(
                        with(
                                "class Crew 1.0\n  field captain: string\n  field size: int\n",
                                "",
                                "object(Crew)",
                                "object(Ship)"),
                        "TYPE_REMOVED Crew",
                        "CHILD_VERSION_MISSING Ship.crew",
                        "VERSION_NOT_BUMPED Ship",
                        "FIELD_TYPE_CHANGED Ship.crew"),
                edit(bumped(BERTH, ""), "FIELD_REMOVED Ship.berth"),
                edit(
                        bumped(
                                BERTH + "  field crew: object(Crew)?; since 1.1\n  field flag: enum(Flag)\n",
                                "  field crew: object(Crew)?; since 1.1\n  field flag: enum(Flag)\n  field mooring: string; lazy\n"),
                        "FIELD_RENAMED_WITHOUT_HISTORY Ship.mooring"),
                edit(
                        bumped(
                                BERTH,
                                "",
                                "  field tonnage",
                                "  field pier: string\n  field quay: string\n  field tonnage",
                                "  field revision: long; row-version; read-only\n  field pier: string\n  field quay: string\n",
                                "  field pier: string\n  field quay: string\n  field revision: long; row-version; read-only\n"),
                        "FIELD_ADDED_WITHOUT_HISTORY Ship.pier",
                        "FIELD_ADDED_WITHOUT_HISTORY Ship.quay",
                        "FIELD_REMOVED Ship.berth"),
                edit(
                        bumped("since 1.1\n  field flag", "since 1.1\n  field draught: int\n  field flag"),
                        "FIELD_ADDED_WITHOUT_HISTORY Ship.draught"),
                edit(
                        with("class Crew 1.0", "class Crew 1.1", "size: int", "size: long"),
                        "FIELD_TYPE_CHANGED Crew.size"),
                edit(bumped("crew: object(Crew)?", "crew: object(Crew)"), "FIELD_NOW_NOT_NULL Ship.crew"),
                edit(
                        with("class Crew 1.0", "class Crew 1.1", "captain: string", "captain: string?"),
                        "FIELD_NOW_NULLABLE Crew.captain"),
                edit(with("captain: string", "captain: string; read-only"), "FIELD_NOW_READ_ONLY Crew.captain"),
                edit(with("captain: string", "captain: string; lazy"), "FIELD_NOW_LAZY Crew.captain"),
                edit(with("captain: string", "captain: string; key"), "KEY_CHANGED Crew.captain"),
                edit(with("uuid: uuid; key;", "uuid: uuid;"), "KEY_CHANGED Ship.uuid"),
                edit(with("long; row-version;", "long;"), "KEY_CHANGED Ship.revision"),
                edit(with("string?; sensitive", "string?"), "SENSITIVE_DROPPED Ship.password"),
                edit(with("size: int", "size: int; min 0"), "LIMIT_NARROWED Crew.size"),
                edit(with("size: int", "size: int; max 99"), "LIMIT_NARROWED Crew.size"),
                edit(with("captain: string", "captain: string; length 1..80"), "LIMIT_NARROWED Crew.captain"),
                edit(with("captain: string", "captain: string; matches \"[A-Z].*\""), "LIMIT_NARROWED Crew.captain"),
                edit(with("captain: string", "captain: string; write-once"), "LIMIT_NARROWED Crew.captain"),
                edit(with("enum(Flag)", "enum(Flag); transitions \"RED->WHITE\""), "LIMIT_NARROWED Ship.flag"),
                edit(
                        with("  step 1.2 -> 1.1: loses \"tonnage above 2147483647\"\n", ""),
                        "BACKPORT_LOSS_UNDECLARED Ship 1.2 -> 1.1"),
                edit(with("tonnage above 2147483647", ""), "BACKPORT_LOSS_UNDECLARED Ship 1.2 -> 1.1"),
                edit(with("  constant WHITE\n", ""), "ENUM_CONSTANT_REMOVED Flag.WHITE"),
                edit(
                        with("  constant RED\n", "  constant GREEN\n  constant RED\n"),
                        "ENUM_CONSTANT_WITHOUT_FALLBACK Flag.GREEN"),
                edit(
                        with(
                                "  constant RED\n",
                                "  constant GREEN; since 1.3; fallback LIME\n  constant LIME; since 1.3; fallback RED\n  constant RED\n"),
                        "ENUM_CONSTANT_WITHOUT_FALLBACK Flag.GREEN"),
                edit(
                        bumped(
                                "  query byName; read-only\n    argument name: string\n    returns list<object(Ship)>\n",
                                ""),
                        "REMOTABLE_REMOVED Ship.Query.byName"),
                edit(
                        bumped("argument name: string", "argument name: uuid"),
                        "REMOTABLE_SIGNATURE_CHANGED Ship.Query.byName"),
                edit(
                        bumped("list<object(Ship)>", "list<object(Ship)>?"),
                        "REMOTABLE_SIGNATURE_CHANGED Ship.Query.byName"),
                edit(with("until: instant?", "until: instant"), "REMOTABLE_SIGNATURE_CHANGED Ship.moor"),
                edit(
                        bumped("  query byName", "  query byFlag; read-only\n    returns void\n  query byName"),
                        "REMOTABLE_WITHOUT_SINCE Ship.Query.byFlag"),
                edit(with("query byName; read-only", "query byName"), "REMOTABLE_NOW_WRITES Ship.Query.byName"),
                edit(
                        with("query byName; read-only", "query byName; read-only; most-results 10"),
                        "LIMIT_NARROWED Ship.Query.byName"),
                edit(with("moor; sends key-and-changes", "moor"), "REMOTABLE_NEEDS_MORE Ship.moor"),
                edit(
                        with("call loadBerth; read-only", "call loadBerth; read-only; sends key-and-changes"),
                        "REMOTABLE_SENDS_LESS Ship.loadBerth"),
                edit(
                        bumped("moor; sends key-and-changes; since 1.1", "moor; sends key-and-changes; since 1.3"),
                        "REMOTABLE_REMOVED Ship.moor"),
                edit(
                        with("constant WHITE\n", "constant WHITE\n  constant YELLOW; since 1.1; fallback RED\n"),
                        "ENUM_CONSTANT_WITHOUT_SINCE Flag.YELLOW"),
                edit(bumped("  call loadBerth; read-only\n    returns string\n", ""), "LOADER_REMOVED Ship.loadBerth"));
    }

    static Stream<Arguments> harmless() {
        return Stream.of(
                edit(with()),
                edit(with("class Ship 1.2", "class Ship 1.2.7")),
                edit(with("constant WHITE", "constant WHITE\n  constant YELLOW; since 1.3; fallback RED")),
                edit(bumped("since 1.1\n  field flag", "since 1.1\n  field draught: int; since 1.3\n  field flag")),
                edit(bumped(BERTH, "  field base: string; lazy; named berth until 1.3\n")),
                edit(bumped(BERTH, "", "  removed colour", "  removed berth: string; gone 1.3\n  removed colour")),
                edit(with("class Crew 1.0", "class Crew 1.1", "size: int", "size: long; typed int until 1.1")),
                edit(bumped("crew: object(Crew)?; since 1.1", "crew: object(Crew); since 1.1; nullable until 1.3")),
                edit(with(
                        "class Crew 1.0",
                        "class Crew 1.1",
                        "captain: string",
                        "captain: string?; not-null until 1.1; default \"nobody\"")),
                edit(bumped(
                        "  query byName", "  query byFlag; read-only; since 1.3\n    returns void\n  query byName")),
                edit(with("captain: string", "captain: string; sensitive")),
                edit(with("argument name: string", "argument anyName: string")),
                edit(with("call moor;", "call moor; read-only;")),
                edit(with("size: int", "size: int; default \"1\"")),
                edit(with("class Ship 1.2", "class Crew 2.0\n  field captain: string\nclass Ship 1.2")));
    }

    private static List<String> with(String... fromAndTo) {
        return List.of(fromAndTo);
    }

    private static List<String> bumped(String... fromAndTo) {
        return Stream.concat(BUMP.stream(), Stream.of(fromAndTo)).toList();
    }

    private static Arguments edit(List<String> edit, String... expected) {
        return Arguments.of(edit, Arrays.asList(expected));
    }

    @ParameterizedTest
    @MethodSource("breaking")
    void names_what_an_edit_breaks(List<String> edit, List<String> expected) throws Exception {
        ContractReport report = checked(edited(Harbour.LOCK, edit));

        assertThat(report.problems())
                .extracting(ContractProblem::toString)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(report.problems()).allSatisfy(problem -> {
            assertThat(problem.breaks()).startsWith("agents at ");
            assertThat(problem.write()).isNotEmpty();
            assertThat(problem.line()).isPositive();
            assertThat(problem.releases()).containsExactly("1.2");
        });
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void lets_a_harmless_edit_pass_in_silence(List<String> edit) throws Exception {
        ContractReport report = checked(edited(Harbour.LOCK, edit));

        assertThat(report.text()).isEqualTo("objects check: 0 problems; against 1.2\n");
    }

    @Test
    void every_rule_is_seen_to_find_something() throws Exception {
        Set<ContractRule> found = new LinkedHashSet<>();
        for (Arguments arguments : breaking().toList()) {
            @SuppressWarnings("unchecked") // As the methods above make them.
            List<String> edit = (List<String>) arguments.get()[0];
            checked(edited(Harbour.LOCK, edit)).problems().forEach(problem -> found.add(problem.rule()));
        }
        found.addAll(SEEN_ELSEWHERE);
        found.add(ContractRule.VERSION_BUMPED_WITHOUT_CHANGE);
        found.add(ContractRule.SUBCLASS_UNKNOWN_TO_OLDER);
        found.add(ContractRule.SUPERTYPE_CHANGED);

        assertThat(found).containsExactlyInAnyOrder(ContractRule.values());
    }

    @Test
    void the_guide_lists_every_rule() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("../docs/objects-check.md")).stream()
                .filter(line -> line.matches("\\| `[A-Z_]+` \\|.*"))
                .toList();

        assertThat(rows)
                .isEqualTo(Stream.of(ContractRule.values())
                        .map(rule -> "| `" + rule + "` | " + rule.summary() + (rule.notice() ? " (notice) |" : " |"))
                        .toList());
    }

    @Test
    void a_new_version_without_a_change_is_told_and_passes() throws Exception {
        ContractReport report = checked(edited(Harbour.LOCK, BUMP));

        assertThat(report.passes()).isTrue();
        assertThat(report.notices())
                .extracting(ContractProblem::toString)
                .containsExactly("VERSION_BUMPED_WITHOUT_CHANGE Ship");
    }

    @Test
    void a_new_version_for_a_new_constant_has_a_change() throws Exception {
        ContractReport report = checked(edited(
                edited(Harbour.LOCK, BUMP),
                with("  constant RED\n", "  constant GREEN; since 1.3; fallback RED\n  constant RED\n")));

        assertThat(report.passes()).isTrue();
        assertThat(report.notices()).isEmpty();
    }

    @Test
    void a_new_class_in_the_places_of_one_that_older_readers_know_is_told_and_passes() throws Exception {
        String held = edited(Harbour.LOCK, with("object(Crew)?", "object(Crew+)?"));
        release("1.2", held);

        ContractReport report = check(edited(
                held,
                with("class Ship 1.2", "class Pirates 1.0; extends Crew\n  field parrot: string\nclass Ship 1.2")));

        assertThat(report.passes()).isTrue();
        assertThat(report.notices())
                .extracting(ContractProblem::toString)
                .containsExactly("SUBCLASS_UNKNOWN_TO_OLDER Pirates");
    }

    @Test
    void a_class_that_leaves_the_places_of_its_supertype_is_found() throws Exception {
        String held = edited(
                Harbour.LOCK,
                with(
                        "object(Crew)?", "object(Crew+)?",
                        "class Ship 1.2", "class Pirates 1.0; extends Crew\n  field parrot: string\nclass Ship 1.2"));
        release("1.2", held);

        assertThat(check(held).problems()).isEmpty();
        assertThat(check(edited(held, with("; extends Crew", ""))).problems())
                .extracting(ContractProblem::toString)
                .containsExactly("SUPERTYPE_CHANGED Pirates");
    }

    @Test
    void a_wider_limit_is_no_narrower_one() throws Exception {
        String limited = edited(
                Harbour.LOCK,
                with(
                        "size: int", "size: int; min 1; max 9",
                        "captain: string", "captain: string; length 1..80; matches \"a+\"",
                        "enum(Flag)", "enum(Flag); transitions \"RED->BLUE|WHITE\""));
        release("1.2", limited);

        assertThat(check(limited).problems()).isEmpty();
        assertThat(check(Harbour.LOCK).problems()).isEmpty();
        assertThat(check(edited(
                                limited,
                                with(
                                        "min 1; max 9", "min 0; max 10",
                                        "1..80", "0..81",
                                        "transitions \"RED", "transitions \"BLUE->RED\"; transitions \"RED")))
                        .problems())
                .isEmpty();
        assertThat(check(edited(limited, with("min 1", "min 2", "1..80", "1..79", "BLUE|", "", "a+", "a*")))
                        .problems())
                .extracting(ContractProblem::what)
                .containsExactlyInAnyOrder(
                        "'captain' is of length 1..79, matching \"a*\"; Crew 1.0 allows more",
                        "'size' is at least 2; Crew 1.0 allows more",
                        "'flag' is without the transition RED->BLUE; Ship 1.2 allows more");
    }

    @Test
    void what_breaks_only_an_older_release_is_found() throws Exception {
        // 1.1 had forgotten the field already; only readers of 1.0 still ask for it.
        release(
                "1.0",
                edited(
                        Harbour.LOCK,
                        with(
                                "class Ship 1.2",
                                "class Ship 1.0",
                                "  field revision",
                                "  field pennant: string\n  field revision")));
        release("1.2", Harbour.LOCK);

        assertThat(check(Harbour.LOCK).problems())
                .filteredOn(problem -> problem.subject().equals("Ship.pennant"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.rule()).isEqualTo(ContractRule.FIELD_REMOVED);
                    assertThat(problem.releases()).containsExactly("1.0");
                    assertThat(problem.breaks()).startsWith("agents at Ship 1.0: ");
                });
        assertThat(ContractCheck.in(folder)
                        .against(folder.resolve("releases/1.2.lock"))
                        .check(ObjectsLock.parse("now", Harbour.LOCK), new Places(List.of()))
                        .problems())
                .isEmpty();
    }

    @Test
    void what_breaks_several_releases_is_told_once() throws Exception {
        release("1.9", Harbour.LOCK);
        release("1.10", edited(Harbour.LOCK, BUMP));

        assertThat(check(edited(Harbour.LOCK, with("class Ship 1.2", "class Ship 1.4", BERTH, "")))
                        .problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.releases()).containsExactly("1.9", "1.10");
                    assertThat(problem.breaks()).startsWith("agents at Ship 1.2 and Ship 1.3: ");
                    assertThat(problem.write())
                            .containsExactly(
                                    "@Removed(field = \"berth\", type = String.class, nullable = false, in = \"1.4\")");
                });
    }

    @Test
    void a_field_of_any_type_can_be_remembered_and_a_null_can_have_a_history() throws Exception {
        String released = edited(
                Harbour.LOCK, with(BERTH, "  field berth: string; lazy\n  field berths: map<string, list<string?>>\n"));
        release("1.2", released);
        String nullable = "captain: string?";

        assertThat(check(edited(
                                Harbour.LOCK,
                                with(
                                        "class Ship 1.2",
                                        "class Ship 1.3",
                                        "class Crew 1.0",
                                        "class Crew 1.1",
                                        "captain: string",
                                        nullable,
                                        "crew: object(Crew)?",
                                        "crew: object(Crew)")))
                        .problems())
                .extracting(ContractProblem::rule, ContractProblem::write)
                .containsExactlyInAnyOrder(
                        tuple(
                                ContractRule.FIELD_REMOVED,
                                List.of(
                                        "interface Past { @Removed(in = \"1.3\") Map<String, List<@Nullable String>> getBerths(); }"
                                                + "  // in Ship, beside what else is gone")),
                        tuple(
                                ContractRule.FIELD_NOW_NULLABLE,
                                List.of(
                                        "@NowNullable(in = \"1.1\") public abstract @Nullable String getCaptain();",
                                        "@Downgrade(from = \"1.1\", to = \"1.0\", loses = \"captain that is null\") static void"
                                                + " fillCaptain(SnapshotEditor snapshot) { ... }  // or @Default(\"...\")")),
                        tuple(
                                ContractRule.FIELD_NOW_NOT_NULL,
                                List.of(
                                        "@NowNotNull(in = \"1.3\") public abstract Crew getCrew();",
                                        "@Upgrade(from = \"1.2\", to = \"1.3\") static void fillCrew(SnapshotEditor snapshot)"
                                                + " { ... }  // or @Default(\"...\")")));
    }

    @Test
    void a_written_step_that_loses_nothing_belongs_to_the_contract_too() throws Exception {
        String step = "  step 1.1 -> 1.0: loses \"\"\n";
        release("1.2", edited(Harbour.LOCK, with("  call loadBerth", step + "  call loadBerth")));

        assertThat(check(Harbour.LOCK).problems())
                .map(ContractProblem::toString)
                .containsExactly("BACKPORT_LOSS_UNDECLARED Ship 1.1 -> 1.0");
    }

    private ContractReport checked(String now) throws Exception {
        release("1.2", Harbour.LOCK);
        return check(now);
    }

    private void release(String name, String lock) throws Exception {
        Path file = folder.resolve("releases").resolve(name + ".lock");
        Files.createDirectories(file.getParent());
        Files.writeString(file, ObjectsLock.parse(name, lock).text());
    }

    private ContractReport check(String now) throws Exception {
        Files.writeString(folder.resolve("objects.lock"), now);
        return ContractCheck.in(folder).check(ObjectsLock.parse("now", now), new Places(List.of()));
    }

    private static String edited(String lock, List<String> fromAndTo) {
        String text = lock;
        for (int i = 0; i < fromAndTo.size(); i += 2) {
            assertThat(text).contains(fromAndTo.get(i));
            text = text.replace(fromAndTo.get(i), fromAndTo.get(i + 1));
        }
        return text;
    }
}
