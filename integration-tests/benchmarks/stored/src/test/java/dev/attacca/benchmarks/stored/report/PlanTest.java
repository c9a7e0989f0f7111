package dev.attacca.benchmarks.stored.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.benchmarks.stored.subject.Operation;
import dev.attacca.benchmarks.stored.subject.Subjects;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static List<Cell> cells(String subject, Operation operation) {
        return Plan.of(List.of(subject), List.of(operation), List.of(1, 8), true)
                .cells();
    }

    @Test
    void writes_are_measured_with_and_without_synchronous_commit() {
        assertThat(cells(Subjects.JDBC, Operation.UPDATE))
                .containsExactly(
                        new Cell(Subjects.JDBC, Operation.UPDATE, 1, true),
                        new Cell(Subjects.JDBC, Operation.UPDATE, 8, true),
                        new Cell(Subjects.JDBC, Operation.UPDATE, 1, false),
                        new Cell(Subjects.JDBC, Operation.UPDATE, 8, false));
    }

    @Test
    void reads_are_measured_once_for_each_number_of_connections() {
        assertThat(cells(Subjects.JDBC, Operation.FIND))
                .containsExactly(
                        new Cell(Subjects.JDBC, Operation.FIND, 1, null),
                        new Cell(Subjects.JDBC, Operation.FIND, 8, null));
    }

    @Test
    void many_rows_are_made_by_one_caller() {
        assertThat(cells(Subjects.COPY, Operation.CREATE))
                .containsExactly(new Cell(Subjects.COPY, Operation.CREATE, 1, true));
    }

    @Test
    void reading_with_and_without_soft_delete_takes_turns() {
        Plan plan = Plan.of(
                List.of(Subjects.ATTACCA), List.of(Operation.READ_LIVE, Operation.READ_PLAIN), List.of(1), true);

        assertThat(plan.cells())
                .extracting(Cell::operation)
                .containsExactly(
                        Operation.READ_LIVE,
                        Operation.READ_PLAIN,
                        Operation.READ_PLAIN,
                        Operation.READ_LIVE,
                        Operation.READ_LIVE,
                        Operation.READ_PLAIN);
    }

    @Test
    void nobody_is_asked_for_what_it_does_not_do() {
        assertThat(cells(Subjects.HIBERNATE, Operation.SAVE)).isEmpty();
        assertThat(cells(Subjects.PGBENCH, Operation.FIND)).isEmpty();
        assertThat(cells(Subjects.PGBENCH, Operation.UPDATE)).hasSize(4);
    }
}
