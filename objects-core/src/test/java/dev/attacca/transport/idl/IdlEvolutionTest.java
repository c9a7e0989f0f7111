package dev.attacca.transport.idl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of compatible change, by an edit that breaks it. */
class IdlEvolutionTest {
    private static final String RELEASED = """
            namespace java x
            /* two
               lines */
            enum Mood { CALM = 0, EXCITED = 1 }
            struct Call {
              1: i32 type
              2: optional list<map<string, i64>> tags  // words
              3: string name = "none"
              // reserved 4: was flags
            }
            exception Fault {
              1: string code
            }
            service Conductor {
              i32 act(1: Call call) throws (1: Fault fault)
              oneway void cancel(1: i32 seqid)
              // reserved objectAction
            }
            """;

    static Stream<Arguments> edits() {
        return Stream.of(
                edit(
                        "2: optional list<map<string, i64>> tags",
                        "",
                        "line 5: Call.tags: gone (expected: kept, or number 2 reserved; release 1); write '// reserved 2' into Call"),
                edit(
                        "tags",
                        "labels",
                        "line 7: Call.labels: has the number 2 of tags (expected: numbers are never used twice; release 1); give it a new one, 4, and write '// reserved 2'"),
                edit(
                        "i32 type",
                        "i64 type",
                        "line 6: Call.type: type i64 (expected: type i32; release 1); add a field with a new number, and read both"),
                edit(
                        "map<string, i64>",
                        "map<string,string>",
                        "line 7: Call.tags: type list<map<string,string>> (expected: type list<map<string,i64>>; release 1); add a field with a new number, and read both"),
                edit(
                        "optional list",
                        "list",
                        "line 7: Call.tags: neither optional nor required (expected: optional; release 1); as it was: peers of that release send and expect it so"),
                edit(
                        "1: i32 type",
                        "1: required i32 type",
                        "line 6: Call.type: required (expected: neither optional nor required; release 1); as it was: peers of that release send and expect it so"),
                edit(
                        "\"none\"",
                        "\"\"",
                        "line 8: Call.name: default \"\" (expected: default \"none\"; release 1); as it was: a value that is absent means another one there"),
                edit(
                        "  // reserved 4",
                        "  5: required i32 more\n  // reserved 4",
                        "line 9: Call.more: required (expected: optional, since peers of that release do not send it; release 1); write 'optional'"),
                edit(
                        "  // reserved 4",
                        "  5: i32 more\n  // reserved 4",
                        "line 9: Call.more: neither optional nor required (expected: optional, since peers of that release do not send it; release 1); write 'optional'"),
                edit(
                        "  // reserved 4",
                        "  4: optional i32 flags\n  // reserved 4",
                        "line 9: Call.flags: has the reserved number 4 (expected: a number never used; release 1); give it the next one"),
                edit(
                        "  // reserved 4: was flags\n",
                        "",
                        "line 5: Call: no longer reserves 4 (expected: reserved for ever; release 1); write '// reserved 4' into it"),
                edit(
                        "  // reserved 4",
                        "  5: optional map<i32, uuid> owners\n  // reserved 4",
                        "line 9: Call.owners: type map<i32,uuid> (expected: types that every peer can skip, so no uuid;"
                                + " release 1); write binary, 16 bytes"),
                edit(
                        "exception Fault",
                        "struct Fault",
                        "line 11: Fault: now struct (expected: exception; release 1); make it one again"),
                edit(
                        "exception Fault {\n  1: string code\n}\n",
                        "",
                        "line 1: exception Fault: gone (expected: kept; release 1); put it back"),
                edit(
                        "service",
                        "struct New {\n  1: required i32 size\n}\nservice",
                        "line 15: New.size: required (expected: never: it could not be taken away again; release 1); leave the word out"),
                edit(
                        "EXCITED = 1",
                        "THRILLED = 1",
                        "line 4: Mood.EXCITED: gone (expected: kept: peers of that release send it; release 1); put it back"),
                edit(
                        "EXCITED = 1",
                        "EXCITED = 2",
                        "line 4: Mood.EXCITED: is 2 (expected: 1; release 1); as it was, and another value for the new meaning"),
                edit(
                        "enum Mood { CALM = 0, EXCITED = 1 }",
                        "",
                        "line 1: enum Mood: gone (expected: kept; release 1); put it back"),
                edit(
                        "  i32 act(1: Call call) throws (1: Fault fault)\n",
                        "",
                        "line 14: act(): gone (expected: kept, or its name reserved; release 1); write '// reserved act' into Conductor"),
                edit(
                        "i32 act",
                        "i64 act",
                        "line 15: act(): returns i64 (expected: returns i32; release 1); a field in a struct that is there, or a method with another name"),
                edit(
                        "1: Call call",
                        "1: Call call, 2: i32 priority",
                        "line 15: act(): takes (1: Call call, 2: i32 priority) (expected: takes (1: Call call); release 1); a field in a struct that is there, or a method with another name"),
                edit(
                        "1: Call call",
                        "2: Call call",
                        "line 15: act(): takes (2: Call call) (expected: takes (1: Call call); release 1); a field in a struct that is there, or a method with another name"),
                edit(
                        "throws (1: Fault fault)",
                        "",
                        "line 15: act(): throws () (expected: throws (1: Fault fault); release 1); a code of WireFault, which older peers can read"),
                edit(
                        "oneway void cancel",
                        "void cancel",
                        "line 16: cancel(): returns void (expected: returns oneway void; release 1); a field in a struct that is there, or a method with another name"),
                edit(
                        "  // reserved objectAction",
                        "  void objectAction()\n  // reserved objectAction",
                        "line 17: objectAction(): has a reserved name (expected: a name never used; release 1); choose another"),
                edit(
                        "  // reserved objectAction",
                        "",
                        "line 14: Conductor: no longer reserves objectAction (expected: reserved for ever; release 1); write '// reserved objectAction' into it"),
                edit(
                        "service Conductor",
                        "service Conductor extends Base",
                        "line 14: Conductor: extends 'Base' (expected: extends ''; release 1); as it was"),
                edit(
                        "service Conductor",
                        "service Director",
                        "line 1: service Conductor: gone (expected: kept; release 1); put it back"));
    }

    private static Arguments edit(String from, String to, String problem) {
        return Arguments.of(from, to, problem);
    }

    @ParameterizedTest
    @MethodSource("edits")
    void anEditThatBreaksAPeerIsToldWithItsLineAndItsRemedy(String from, String to, String problem) {
        assertThat(RELEASED).contains(from);

        assertThat(IdlEvolution.problems("1", IdlParser.parse(RELEASED), IdlParser.parse(RELEASED.replace(from, to))))
                .containsExactly(problem);
    }

    @Test
    void whatIsNewAndOptionalWhatIsReservedAndWhatIsSaidInCommentsBreaksNobody() {
        String newer = RELEASED.replace("  // reserved 4", "  5: optional binary token, // new\n  // reserved 4")
                .replace("EXCITED = 1", "EXCITED = 1, TIRED = 2")
                .replace(
                        "  2: optional list<map<string, i64>> tags  // words",
                        "  // reserved 2: tags, which nobody read")
                .replace("  oneway void cancel(1: i32 seqid)", "  // reserved cancel\n  void stop(1: i32 seqid)")
                .replace("namespace java x", "namespace java y\nstruct Extra { 1: i32 size; 2: Mood mood }");

        assertThat(IdlEvolution.problems("1", IdlParser.parse(RELEASED), IdlParser.parse(newer)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "typedef i32 Number|line 1: 'typedef' (expected: namespace, struct, union, exception, enum or service); or teach IdlParser",
                "struct A { 1: i32 a 1: i32 b }|line 1: number 1 twice (expected: a number for each field); or teach IdlParser",
                "struct A { i32 a }|line 1: 'a' (expected: ':'); or teach IdlParser",
                "struct A { 1: i32 a|line 1: the end (expected: the rest of a definition); or teach IdlParser",
                "struct A { // reserved x|line 1: 'x' (expected: a number); or teach IdlParser",
                "// reserved 7|line 1: reserved 7 (expected: a reservation within a struct or a service); or teach IdlParser",
                "struct A {} struct A {}|line 1: A twice (expected: one definition); or teach IdlParser",
                "struct A { 1: i32 a @ }|line 1: '@' (expected: Thrift); or teach IdlParser"
            })
    void whatTheParserDoesNotKnowItRefuses(String text, String problem) {
        assertThatThrownBy(() -> IdlParser.parse(text)).hasMessage(problem);
    }
}
