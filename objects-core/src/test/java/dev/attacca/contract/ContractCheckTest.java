package dev.attacca.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.annotation.Added;
import dev.attacca.annotation.Versioned;
import dev.attacca.annotation.Widened;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractCheckTest {
    private static final LocalDate TODAY = LocalDate.of(2027, 3, 31);

    /** A release whose ships had a pennant. */
    private static final String RELEASED = Harbour.LOCK
            .replace("  field revision", "  field pennant: string\n  field revision")
            .replace("tonnage: long; typed int until 1.2", "tonnage: int")
            .replace("  step 1.2 -> 1.1: loses \"tonnage above 2147483647\"\n", "")
            .replace("class Ship 1.2", "class Ship 1.1");

    private static final String APPROVAL = """
            # Nobody reads it.
            approve FIELD_REMOVED Ship.pennant

              reason  no agent at 1.1 is left in region one
              author  harbour team
              expires 2027-03-31
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void aDomainWithOneRelease() throws Exception {
        write("objects.lock", Harbour.LOCK);
        write("releases/1.1.lock", RELEASED);
    }

    @Test
    void tells_place_consequence_and_remedy() {
        assertThat(check().text().replace(folder.toString(), "harbour")).isEqualTo("""
                        harbour/releases/1.1.lock:15: error FIELD_REMOVED Ship.pennant
                          'pennant' (string) is in Ship 1.1, and nothing remembers it
                          breaks: agents at Ship 1.1: every call that carries one is refused (VERSION_MISMATCH): both sides must mean the same by a version
                          write:  @Removed(field = "pennant", type = String.class, nullable = false, in = "1.2")
                        objects check: 1 problem; against 1.1
                        """);
        assertThat(check()).hasToString("1 problem; against 1.1");
        assertThatThrownBy(() -> check().requirePass())
                .isInstanceOf(ContractBrokenException.class)
                .hasMessage(check().text());
    }

    @Test
    void finds_the_line_in_the_source() throws Exception {
        write("src/main/java/dev/attacca/contract/Harbour.java", """
                /** Its class Ship has getBerth(). */
                enum Flag {
                    RED,
                    // BLUE
                    BLUE
                }

                abstract static class Ship {
                    public abstract String getBerth();
                    @Remotable(readOnly = true)
                    protected String loadBerth() {
                    public List<Ship> byName(String name) {
                """);
        Places places = new Places(List.of(folder.resolve("src/main/java")));
        places.add("Ship", Harbour.Ship.class);
        places.add("Flag", Harbour.Flag.class);

        assertThat(List.of(
                        "Ship",
                        "Ship.gone",
                        "Ship.berth",
                        "Ship.loadBerth",
                        "Ship.Query.byName",
                        "Flag.BLUE",
                        "Ship 1.2 -> 1.1"))
                .extracting(subject ->
                        java.util.Objects.requireNonNull(places.find(subject)).line())
                .containsExactly(8, 8, 9, 11, 12, 5, 8);
        assertThat(check().problems())
                .extracting(ContractProblem::file, ContractProblem::line)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        folder + "/src/main/java/dev/attacca/contract/Harbour.java", 8));
    }

    @Test
    void a_lock_that_is_old_is_told_with_its_first_line_that_differs() throws Exception {
        write("objects.lock", Harbour.LOCK.replace("captain: string", "captain: string?"));
        write("releases/1.1.lock", Harbour.LOCK);

        assertThat(check().text().replace(folder.toString(), "harbour")).isEqualTo("""
                        harbour/objects.lock:7: error LOCK_OUT_OF_DATE objects.lock
                          the lock says 'field captain: string?' where the classes say 'field captain: string'
                          breaks: reviewers: they cannot see what this change does to the contract
                          write:  ./attacca objects lock --domain harbour
                        objects check: 1 problem; against 1.1
                        """);
        Files.delete(folder.resolve("objects.lock"));
        assertThat(check().problems()).extracting(ContractProblem::what).containsExactly("there is no lock");
    }

    @Test
    void what_is_approved_passes_and_is_told() throws Exception {
        write("objects.approvals", APPROVAL);

        assertThat(check().passes()).isTrue();
        assertThatCode(() -> check().requirePass()).doesNotThrowAnyException();
        assertThat(check().text().replace(folder.toString(), "harbour")).isEqualTo("""
                        harbour/releases/1.1.lock:15: approved FIELD_REMOVED Ship.pennant
                          by harbour team until 2027-03-31: no agent at 1.1 is left in region one
                        objects check: 0 problems, 1 approved; against 1.1
                        """);
    }

    @Test
    void an_approval_that_expired_is_itself_a_problem() throws Exception {
        write("objects.approvals", APPROVAL.replace("03-31", "03-30"));

        assertThat(check().problems())
                .extracting(ContractProblem::toString)
                .containsExactly("APPROVAL_EXPIRED FIELD_REMOVED Ship.pennant", "FIELD_REMOVED Ship.pennant");
        assertThat(check().problems().get(0).line()).isEqualTo(2);
    }

    @Test
    void an_approval_of_nothing_is_itself_a_problem() throws Exception {
        write("objects.approvals", APPROVAL.replace("Ship.pennant", "Ship.flag"));

        assertThat(check().problems())
                .extracting(ContractProblem::toString)
                .containsExactly("APPROVAL_UNUSED FIELD_REMOVED Ship.flag", "FIELD_REMOVED Ship.pennant");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "  author  | '  approver '| 5: 'approver': unknown (expected one of: reason, author, expires)",
                "2027-03-31| soon| 2: expires: soon (expected: a day such as 2027-03-31)",
                "FIELD_REMOVED| FIELD_GONE| 2: 'FIELD_GONE Ship.pennant' (expected: the id of a rule and a subject, such as FIELD_REMOVED Instance.host)",
                "FIELD_REMOVED| LOCK_OUT_OF_DATE| 2: LOCK_OUT_OF_DATE: cannot be approved (expected: another rule); do what its message says",
                "approve | allow | 2: 'allow FIELD_REMOVED Ship.pennant' (expected: approve RULE SUBJECT)",
                "  author  harbour team| ''| 2: author: missing (expected: reason, author and expires below 'approve')",
                "harbour team| ''| 5: author: empty (expected: a text behind it)",
                "  expires | '  author '| 6: author: twice (expected: once for each approval)",
            })
    void approvals_that_do_not_say_everything_are_refused(String from, String to, String problem) throws Exception {
        write("objects.approvals", APPROVAL.replace(from, to));

        assertThatThrownBy(this::check)
                .isInstanceOf(ContractFileException.class)
                .hasMessage(folder + "/objects.approvals:" + problem);
    }

    @Test
    void a_garbled_lock_of_a_release_is_refused() throws Exception {
        write("releases/1.1.lock", "garbage");

        assertThatThrownBy(this::check)
                .isInstanceOf(ContractFileException.class)
                .hasMessageStartingWith(folder + "/releases/1.1.lock:1: 'garbage' (expected: ");
    }

    /** What the registry refuses. */
    static final class Wreck implements ObjectDomain {
        enum Colour {
            RED,
            @Added(in = "1.1")
            GREEN
        }

        @Versioned("1.1")
        abstract static class Hull extends VersionedObject {
            public abstract Colour getColour();

            @Widened(from = int.class, in = "1.1")
            public abstract long getTonnage();

            public abstract Harbour.Crew getCrew();

            public abstract Object getAnything();
        }

        @Override
        public String name() {
            return "wreck";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Hull.class);
        }
    }

    @Test
    void what_the_registry_refuses_is_told_by_its_rules() {
        ContractReport report = ContractCheck.in(folder).on(TODAY).check(new Wreck());

        assertThat(report.problems())
                .extracting(ContractProblem::toString)
                .containsExactlyInAnyOrder(
                        "BACKPORT_LOSS_UNDECLARED Hull 1.1 -> 1.0",
                        "CHILD_VERSION_MISSING Hull.crew",
                        "ENUM_CONSTANT_WITHOUT_FALLBACK Colour.GREEN",
                        "DOMAIN_REFUSED Hull.anything");
        assertThat(report.problems())
                .filteredOn(problem -> problem.rule() == ContractRule.ENUM_CONSTANT_WITHOUT_FALLBACK)
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.what()).isEqualTo("added in 1.1 without a fallback for older readers");
                    assertThat(problem.write()).containsExactly("add fallback = \"...\"");
                });
    }

    @Test
    void programs_read_json() throws Exception {
        write("objects.approvals", APPROVAL);

        assertThat(check().json().replace(folder.toString(), "harbour")).isEqualTo("""
                        {
                          "passes": true,
                          "releases": [
                            "1.1"
                          ],
                          "problems": [],
                          "notices": [],
                          "approved": [
                            {
                              "rule": "FIELD_REMOVED",
                              "subject": "Ship.pennant",
                              "file": "harbour/releases/1.1.lock",
                              "line": 15,
                              "what": "'pennant' (string) is in Ship 1.1, and nothing remembers it",
                              "breaks": "agents at Ship 1.1: every call that carries one is refused (VERSION_MISMATCH): both sides must mean the same by a version",
                              "write": [
                                "@Removed(field = \\"pennant\\", type = String.class, nullable = false, in = \\"1.2\\")"
                              ],
                              "releases": [
                                "1.1"
                              ],
                              "reason": "no agent at 1.1 is left in region one",
                              "author": "harbour team",
                              "expires": "2027-03-31"
                            }
                          ]
                        }
                        """);
    }

    @Test
    void code_review_tools_read_sarif() throws Exception {
        write("objects.approvals", APPROVAL);
        write("objects.lock", Harbour.LOCK.replace("captain: string", "captain: string?"));
        String sarif = check().sarif().replace(folder.toUri().toString(), "file:///harbour/");

        assertThat(sarif).startsWith("""
                        {
                          "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
                          "version": "2.1.0",
                          "runs": [
                            {
                              "tool": {
                                "driver": {
                                  "name": "attacca objects check",
                                  "rules": [
                                    {
                                      "id": "DOMAIN_REFUSED",
                                      "shortDescription": {
                                        "text": "The registry refuses the domain."
                                      },
                                      "defaultConfiguration": {
                                        "level": "error"
                                      }
                                    },
                        """);
        String end = "    }\n  ]\n}\n";
        assertThat(sarif).endsWith(end);
        assertThat(sarif.substring(sarif.indexOf("      \"columnKind\""), sarif.length() - end.length())
                        .replaceAll("(?m)^      ", ""))
                .isEqualTo("""
                        "columnKind": "utf16CodeUnits",
                        "results": [
                          {
                            "ruleId": "LOCK_OUT_OF_DATE",
                            "ruleIndex": 1,
                            "level": "error",
                            "message": {
                              "text": "the lock says 'field captain: string?' where the classes say 'field captain: string'\\nBreaks: reviewers: they cannot see what this change does to the contract\\nWrite: ./attacca objects lock --domain FOLDER"
                            },
                            "locations": [
                              {
                                "physicalLocation": {
                                  "artifactLocation": {
                                    "uri": "file:///harbour/objects.lock"
                                  },
                                  "region": {
                                    "startLine": 7
                                  }
                                },
                                "logicalLocations": [
                                  {
                                    "fullyQualifiedName": "objects.lock"
                                  }
                                ]
                              }
                            ],
                            "partialFingerprints": {
                              "ruleAndSubject/v1": "LOCK_OUT_OF_DATE objects.lock"
                            }
                          },
                          {
                            "ruleId": "FIELD_REMOVED",
                            "ruleIndex": INDEX,
                            "level": "error",
                            "message": {
                              "text": "'pennant' (string) is in Ship 1.1, and nothing remembers it\\nBreaks: agents at Ship 1.1: every call that carries one is refused (VERSION_MISMATCH): both sides must mean the same by a version\\nWrite: @Removed(field = \\"pennant\\", type = String.class, nullable = false, in = \\"1.2\\")"
                            },
                            "locations": [
                              {
                                "physicalLocation": {
                                  "artifactLocation": {
                                    "uri": "file:///harbour/releases/1.1.lock"
                                  },
                                  "region": {
                                    "startLine": 15
                                  }
                                },
                                "logicalLocations": [
                                  {
                                    "fullyQualifiedName": "Ship.pennant"
                                  }
                                ]
                              }
                            ],
                            "partialFingerprints": {
                              "ruleAndSubject/v1": "FIELD_REMOVED Ship.pennant"
                            },
                            "suppressions": [
                              {
                                "kind": "external",
                                "status": "accepted",
                                "justification": "no agent at 1.1 is left in region one (harbour team, until 2027-03-31)"
                              }
                            ]
                          }
                        ]
                        """.replace("FOLDER", folder.toString())
                        .replace("INDEX", "" + List.of(ContractRule.values()).indexOf(ContractRule.FIELD_REMOVED)));
        assertThat(sarif.split("\"shortDescription\"", -1)).hasSize(ContractRule.values().length + 1);
    }

    private ContractReport check() {
        return ContractCheck.in(folder).on(TODAY).check(new Harbour());
    }

    private void write(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
