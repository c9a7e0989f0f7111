package dev.attacca.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.annotation.Versioned;
import dev.attacca.error.ConflictException;
import dev.attacca.error.DomainException;
import dev.attacca.error.ErrorCode;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers catch belongs to the contract: codes, what they refine, and what they tell. */
class ErrorRulesTest {
    private static final String LOCK = """
            attacca objects lock 1
            error BERTH_TAKEN; refines CONFLICT; retryable
              field ship: string
              field until: instant?
            error TOO_LONG
            class Pier 1.0
            """;

    @Versioned("1.0")
    abstract static class Pier extends VersionedObject {}

    @ErrorCode(value = "BERTH_TAKEN", refines = ConflictException.CODE, retryable = true)
    static class BerthTakenException extends DomainException {
        private static final long serialVersionUID = 1L;

        BerthTakenException(Received received) {
            super(received);
        }

        public String ship() {
            return unseen("ship");
        }

        public @Nullable Instant until() {
            return detail("until", Instant::parse);
        }

        private String unseen(String name) {
            return String.valueOf(text(name));
        }
    }

    @ErrorCode("TOO_LONG")
    static final class TooLongException extends DomainException {
        private static final long serialVersionUID = 1L;

        TooLongException(Received received) {
            super(received);
        }
    }

    private static final ObjectDomain DOMAIN = new ObjectDomain() {
        @Override
        public String name() {
            return "piers";
        }

        @Override
        public List<Class<? extends VersionedObject>> types() {
            return List.of(Pier.class);
        }

        @Override
        public List<Class<? extends DomainException>> errors() {
            return List.of(TooLongException.class, BerthTakenException.class);
        }
    };

    @TempDir
    Path folder;

    private ContractReport report(String released, String now) throws Exception {
        Files.createDirectories(folder.resolve("releases"));
        Files.writeString(folder.resolve("releases/1.0.lock"), released);
        Files.writeString(folder.resolve("objects.lock"), now);
        Places places = new Places(List.of(Path.of("src/test/java")));
        places.add("BERTH_TAKEN", BerthTakenException.class);
        return ContractCheck.in(folder).check(ObjectsLock.parse("now", now), places);
    }

    private List<String> problems(String before, String after) throws Exception {
        assertThat(LOCK).contains(before);
        return report(LOCK, LOCK.replace(before, after)).problems().stream()
                .map(ContractProblem::toString)
                .toList();
    }

    @Test
    void the_lock_states_each_error_with_what_it_tells() {
        assertThat(ObjectsLock.of(DOMAIN).text()).isEqualTo(LOCK);
        assertThat(ObjectsLock.parse("piers.lock", LOCK).text()).isEqualTo(LOCK);
        assertThat(ObjectsLock.of(DOMAIN).section("TOO_LONG")).isEqualTo("error TOO_LONG\n");
    }

    @Test
    void an_error_that_is_gone_or_stands_for_another_or_tells_less_is_a_problem() throws Exception {
        assertThat(problems("error TOO_LONG\n", "")).containsExactly("ERROR_REMOVED TOO_LONG");
        assertThat(problems("; refines CONFLICT", "")).containsExactly("ERROR_REFINES_CHANGED BERTH_TAKEN");
        assertThat(problems("refines CONFLICT", "refines BUSY")).containsExactly("ERROR_REFINES_CHANGED BERTH_TAKEN");
        assertThat(problems("  field ship: string\n", "")).containsExactly("ERROR_FIELD_CHANGED BERTH_TAKEN.ship");
        assertThat(problems("until: instant?", "until: long?"))
                .containsExactly("ERROR_FIELD_CHANGED BERTH_TAKEN.until");
    }

    @Test
    void an_error_that_tells_more_or_refines_or_has_come_breaks_nobody() throws Exception {
        assertThat(problems("error TOO_LONG\n", "error TOO_LONG; refines CONFLICT\n  field length: long?\n"))
                .isEmpty();
        assertThat(problems("; retryable", "")).isEmpty();
        assertThat(problems("class Pier", "error TOO_WIDE; refines CONFLICT\nclass Pier"))
                .isEmpty();
    }

    @Test
    void a_new_error_that_refines_none_is_told() throws Exception {
        ContractReport report = report(LOCK, LOCK.replace("class Pier", "error TOO_WIDE\nclass Pier"));

        assertThat(report.passes()).isTrue();
        assertThat(report.notices()).map(ContractProblem::toString).containsExactly("ERROR_UNKNOWN_TO_OLDER TOO_WIDE");
    }

    @Test
    void the_message_has_the_place_in_the_source_and_the_line_to_write() throws Exception {
        int line = Files.readAllLines(Path.of("src/test/java/dev/attacca/contract/ErrorRulesTest.java"))
                        .indexOf("        public @Nullable Instant until() {")
                + 1;

        assertThat(report(LOCK, LOCK.replace("instant?", "long?")).text()).isEqualTo("""
                        src/test/java/dev/attacca/contract/ErrorRulesTest.java:%d: error ERROR_FIELD_CHANGED BERTH_TAKEN.until
                          'until' of BERTH_TAKEN is instant? in release 1.0, and long? today
                          breaks: agents at release 1.0: their until() answers null, or fails, for what this release throws
                          write:  public @Nullable Instant until() { ... }  // keep it until no release that has it is supported
                        objects check: 1 problem; against 1.0
                        """.formatted(line));
    }

    @Test
    void the_changelog_tells_of_errors() {
        ObjectsLock before = ObjectsLock.parse("before", """
                        attacca objects lock 1
                        error BERTH_TAKEN
                          field dock: string?
                          field ship: string?
                        error TOO_OLD
                        class Pier 1.0
                        """);

        assertThat(ObjectsLock.of(ObjectRegistry.builder().add(DOMAIN).build()).changelogSince(before))
                .isEqualTo("""
                        BERTH_TAKEN
                          - refines CONFLICT
                          - retryable
                          - ship is string, was string?
                          - tells until: instant?
                          - no longer tells dock
                        TOO_LONG
                          - new error
                        TOO_OLD
                          - the error is gone
                        """);
    }
}
