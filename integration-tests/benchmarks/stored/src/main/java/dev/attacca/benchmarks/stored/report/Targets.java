package dev.attacca.benchmarks.stored.report;

import dev.attacca.benchmarks.report.Target;
import dev.attacca.benchmarks.stored.subject.Operation;
import dev.attacca.benchmarks.stored.subject.Subjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is promised of rows, judged by medians in one run. What was not measured is not judged. */
final class Targets {
    private static final double MOST_CPU = 1.10;
    private static final double MOST_OF_SOFT_DELETE = 1.05;
    private static final double LEAST_OF_COPY = 0.8;
    private static final double LEAST_OF_HIBERNATE = 2;

    private final List<Row> rows;
    private final List<Target> judged = new ArrayList<>();

    private Targets(List<Row> rows) {
        this.rows = rows;
    }

    /** The verdicts on the rows of a run. */
    static List<Target> judged(List<Row> rows) {
        Targets targets = new Targets(rows);
        rows.stream().filter(row -> row.subject().equals(Subjects.ATTACCA)).forEach(targets::judge);
        return targets.judged;
    }

    private void judge(Row ours) {
        switch (ours.what()) {
            case FIND, UPDATE ->
                like(ours, Subjects.JDBC, ours.what())
                        .ifPresent(theirs -> judged.add(Target.atMost(
                                ours.operation() + ": CPU, against jdbc" + where(ours),
                                ours.cpuUsPerOp() / theirs.cpuUsPerOp(),
                                MOST_CPU,
                                "x")));
            case SAVE -> {
                double leastOfPgbench = Boolean.TRUE.equals(ours.synchronousCommit()) ? 0.8 : 0.65;
                faster(ours, Subjects.PGBENCH, Operation.UPDATE, leastOfPgbench);
                faster(ours, Subjects.HIBERNATE, Operation.LOAD_AND_UPDATE, LEAST_OF_HIBERNATE);
            }
            case CREATE -> faster(ours, Subjects.COPY, Operation.CREATE, LEAST_OF_COPY);
            case READ_LIVE ->
                like(ours, Subjects.ATTACCA, Operation.READ_PLAIN)
                        .ifPresent(plain -> judged.add(Target.atMost(
                                "read with soft delete, against without" + where(ours),
                                cost(ours, plain),
                                MOST_OF_SOFT_DELETE,
                                "x")));
            default -> {
                // Measured for the others' sake.
            }
        }
    }

    /** Processor time of both sides where it is known, which a busy machine does not stretch; else time. */
    private static double cost(Row live, Row plain) {
        Double liveServer = live.serverCpuUsPerOp();
        Double plainServer = plain.serverCpuUsPerOp();
        return liveServer == null || plainServer == null
                ? plain.opsPerSecond() / live.opsPerSecond()
                : (live.cpuUsPerOp() + liveServer) / (plain.cpuUsPerOp() + plainServer);
    }

    private void faster(Row ours, String subject, Operation operation, double bound) {
        like(ours, subject, operation)
                .ifPresent(theirs -> judged.add(Target.atLeast(
                        ours.operation() + ": a second, against " + subject + " " + operation.word() + where(ours),
                        ours.opsPerSecond() / theirs.opsPerSecond(),
                        bound,
                        "x")));
    }

    private static String where(Row row) {
        @Nullable Boolean commit = row.synchronousCommit();
        return ", " + row.connections() + (row.connections() == 1 ? " connection" : " connections")
                + (commit == null ? "" : commit ? ", synchronous" : ", asynchronous");
    }

    private Optional<Row> like(Row ours, String subject, Operation operation) {
        return rows.stream()
                .filter(row -> row.subject().equals(subject)
                        && row.what() == operation
                        && row.connections() == ours.connections()
                        && Objects.equals(row.synchronousCommit(), ours.synchronousCommit()))
                .findFirst();
    }
}
