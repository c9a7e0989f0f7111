package dev.attacca.benchmarks.stored.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attacca.benchmarks.report.Target;
import dev.attacca.benchmarks.stored.subject.Operation;
import dev.attacca.benchmarks.stored.subject.Subjects;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private static Row row(
            String subject,
            Operation operation,
            int connections,
            @Nullable Boolean commit,
            double rate,
            double cpu,
            double server) {
        return Row.of(new Cell(subject, operation, connections, commit), List.of(new Sample(rate, 1, 2, cpu, server)));
    }

    private static String verdict(List<Target> targets, String what) {
        Target target = targets.stream()
                .filter(each -> each.what().equals(what))
                .findFirst()
                .orElseThrow(() -> new AssertionError(what + " is not judged: " + targets));
        return (target.met() ? "met " : "MISSED ") + target.measured();
    }

    @Test
    void finding_and_updating_may_cost_a_tenth_more_processor_time_than_by_hand() {
        List<Target> targets = Targets.judged(List.of(
                row(Subjects.ATTACCA, Operation.FIND, 8, null, 1, 22, 30),
                row(Subjects.JDBC, Operation.FIND, 8, null, 1, 20, 30),
                row(Subjects.ATTACCA, Operation.UPDATE, 1, true, 1, 23, 30),
                row(Subjects.JDBC, Operation.UPDATE, 1, true, 1, 20, 30),
                row(Subjects.JDBC, Operation.UPDATE, 1, false, 1, 1, 30)));

        assertThat(verdict(targets, "find: CPU, against jdbc, 8 connections")).isEqualTo("met 1.1");
        assertThat(verdict(targets, "update: CPU, against jdbc, 1 connection, synchronous"))
                .isEqualTo("MISSED 1.15");
        assertThat(targets).hasSize(2);
    }

    @Test
    void saving_is_held_against_pgbench_and_hibernate_of_the_same_connections_and_commit() {
        List<Target> targets = Targets.judged(List.of(
                row(Subjects.ATTACCA, Operation.SAVE, 8, true, 79, 1, 1),
                row(Subjects.PGBENCH, Operation.UPDATE, 8, true, 100, 1, 1),
                row(Subjects.HIBERNATE, Operation.LOAD_AND_UPDATE, 8, true, 39.5, 1, 1),
                row(Subjects.ATTACCA, Operation.SAVE, 8, false, 66, 1, 1),
                row(Subjects.PGBENCH, Operation.UPDATE, 8, false, 100, 1, 1),
                row(Subjects.PGBENCH, Operation.UPDATE, 32, false, 1, 1, 1)));

        assertThat(verdict(targets, "save: a second, against pgbench update, 8 connections, synchronous"))
                .isEqualTo("MISSED 0.79");
        assertThat(verdict(targets, "save: a second, against pgbench update, 8 connections, asynchronous"))
                .isEqualTo("met 0.66");
        assertThat(verdict(targets, "save: a second, against hibernate load-and-update, 8 connections, synchronous"))
                .isEqualTo("met 2.0");
        assertThat(targets).hasSize(3);
    }

    @Test
    void creating_is_held_against_copy() {
        List<Target> targets = Targets.judged(List.of(
                row(Subjects.ATTACCA, Operation.CREATE, 1, true, 2, 1, 1),
                row(Subjects.COPY, Operation.CREATE, 1, true, 20, 1, 1)));

        assertThat(verdict(
                        targets, "create-10000: a second, against jdbc-copy create-10000, 1 connection, synchronous"))
                .isEqualTo("MISSED 0.1");
    }

    @Test
    void soft_delete_costs_processor_time_of_both_sides_or_time_where_one_is_not_known() {
        assertThat(verdict(
                        Targets.judged(List.of(
                                row(Subjects.ATTACCA, Operation.READ_LIVE, 1, null, 50, 21, 21),
                                row(Subjects.ATTACCA, Operation.READ_PLAIN, 1, null, 100, 20, 20))),
                        "read with soft delete, against without, 1 connection"))
                .isEqualTo("met 1.05");
        assertThat(verdict(
                        Targets.judged(List.of(
                                row(Subjects.ATTACCA, Operation.READ_LIVE, 1, null, 50, 21, Double.NaN),
                                row(Subjects.ATTACCA, Operation.READ_PLAIN, 1, null, 100, 20, Double.NaN))),
                        "read with soft delete, against without, 1 connection"))
                .isEqualTo("MISSED 2.0");
    }

    @Test
    void what_was_not_measured_is_not_judged() {
        assertThat(Targets.judged(List.of(row(Subjects.ATTACCA, Operation.SAVE, 1, true, 1, 1, 1))))
                .isEmpty();
    }
}
