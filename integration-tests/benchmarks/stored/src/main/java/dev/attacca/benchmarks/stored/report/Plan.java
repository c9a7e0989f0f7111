package dev.attacca.benchmarks.stored.report;

import dev.attacca.benchmarks.stored.subject.Operation;
import dev.attacca.benchmarks.stored.subject.Subjects;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to measure, and for how long.
 *
 * @param cells in the order in which they are measured, some more than once
 * @param warming how long each is done before the first round
 * @param rounds how often each is measured
 * @param rampMillis how long each is done before it is measured
 * @param millis how long it is measured
 */
record Plan(List<Cell> cells, Warming warming, int rounds, long rampMillis, long millis) {
    /**
     * How long to do something before measuring.
     *
     * @param sliceMillis how long each slice takes
     * @param leastSlices how many slices there are at least
     * @param mostSlices and at most
     */
    record Warming(long sliceMillis, int leastSlices, int mostSlices) {}

    /** A plan of some subjects, those that run in a JVM and pgbench. */
    static Plan of(List<String> subjects, List<Operation> operations, List<Integer> connections, boolean quick) {
        List<Cell> cells = new ArrayList<>();
        for (boolean synchronousCommit : new boolean[] {true, false}) {
            for (int callers : connections) {
                for (String subject : subjects) {
                    for (Operation operation : operations) {
                        if (does(subject, operation) && measuredAt(operation, callers, synchronousCommit)) {
                            cells.add(new Cell(subject, operation, callers, commit(operation, synchronousCommit)));
                        }
                    }
                }
            }
        }
        alternate(cells);
        return quick
                ? new Plan(cells, new Warming(400, 3, 25), 3, 100, 400)
                : new Plan(cells, new Warming(500, 4, 40), 5, 200, 1_500);
    }

    /** What a twentieth decides about is measured more often, each time the other way round. */
    private static void alternate(List<Cell> cells) {
        for (int i = cells.size() - 1; i > 0; i--) {
            Cell live = cells.get(i - 1);
            Cell plain = cells.get(i);
            if (live.operation() == Operation.READ_LIVE && plain.operation() == Operation.READ_PLAIN) {
                cells.addAll(i + 1, List.of(plain, live, live, plain));
            }
        }
    }

    private static boolean does(String subject, Operation operation) {
        return subject.equals(Subjects.PGBENCH)
                ? operation == Operation.UPDATE
                : Subjects.of(subject).operations().contains(operation);
    }

    /** What commits nothing is measured once; many rows are made by one caller, who waits for the disk once. */
    private static boolean measuredAt(Operation operation, int callers, boolean synchronousCommit) {
        return switch (operation.effect()) {
            case WRITES -> true;
            case READS -> synchronousCommit;
            case CREATES -> synchronousCommit && callers == 1;
        };
    }

    private static @Nullable Boolean commit(Operation operation, boolean synchronousCommit) {
        return operation.effect() == Operation.Effect.READS ? null : (Boolean) synchronousCommit;
    }
}
