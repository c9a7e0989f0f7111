package dev.attacca.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowExpectationTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private static Row row(@Nullable String... columnsAndValues) {
        Map<String, @Nullable String> columns = new LinkedHashMap<>();
        for (int i = 0; i < columnsAndValues.length; i += 2) {
            columns.put(String.valueOf(columnsAndValues[i]), columnsAndValues[i + 1]);
        }
        return new Row(columns);
    }

    @Test
    void aRowThatIsAsExpectedHasNoProblem() {
        RowExpectation expectation = new RowExpectation("web")
                .is("host", "host-1")
                .is("task", null)
                .positive("deleted")
                .between("at", NOON, NOON.plusSeconds(1))
                .isJson("metadata", Map.of("a", "1", "b", "2"))
                .present("uuid");

        assertThat(expectation.problems(row(
                        "host",
                        "host-1",
                        "task",
                        null,
                        "deleted",
                        "7",
                        "at",
                        "2026-11-20 12:00:00.5+00",
                        "metadata",
                        "{\"b\": \"2\", \"a\": \"1\"}",
                        "uuid",
                        "x")))
                .isEmpty();
    }

    @Test
    void everyColumnThatDiffersIsNamed() {
        RowExpectation expectation = new RowExpectation("web")
                .is("host", "host-1")
                .is("task", null)
                .positive("deleted")
                .between("at", NOON, NOON.plusSeconds(1))
                .isJson("metadata", Map.of("a", "1"))
                .present("uuid");

        assertThat(expectation.problems(row(
                        "host",
                        null,
                        "task",
                        "DELETING",
                        "deleted",
                        "0",
                        "at",
                        "2026-11-20 12:00:02+00",
                        "metadata",
                        "[]",
                        "uuid",
                        null)))
                .containsExactly(
                        "web.at: 2026-11-20 12:00:02+00 (expected: from 2026-11-20T12:00:00Z to 2026-11-20T12:00:01Z)",
                        "web.deleted: 0 (expected: above 0)",
                        "web.host: null (expected: host-1)",
                        "web.metadata: [] (expected: {a=1})",
                        "web.task: DELETING (expected: null)",
                        "web.uuid: null (expected: not null)");
    }

    @Test
    void aColumnThatNobodySpokeOfIsAProblem() {
        assertThat(new RowExpectation("web").is("host", "h").problems(row("host", "h", "extra", "1")))
                .containsExactly("web.extra: nobody said what it must be (expected: a condition for each column)");
    }

    @Test
    void aColumnThatIsMissingIsAProblem() {
        assertThat(new RowExpectation("web").is("host", null).problems(row()))
                .containsExactly("web.host: no such column (expected: null)");
    }

    @Test
    void aMissingRowIsAProblem() {
        assertThat(new RowExpectation("web").problems(null)).containsExactly("web: no row (expected: one)");
    }

    @Test
    void whatIsSaidLaterReplacesWhatWasBefore() {
        Row before = row("host", "host-1", "state", "ACTIVE");

        RowExpectation expectation = new RowExpectation("web").sameAs(before).is("state", "DELETED");

        assertThat(expectation.problems(row("host", "host-1", "state", "DELETED")))
                .isEmpty();
        assertThat(expectation.problems(before)).isEqualTo(List.of("web.state: ACTIVE (expected: DELETED)"));
    }
}
