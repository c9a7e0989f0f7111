package dev.attacca.benchmarks.stored.report;

import dev.attacca.benchmarks.stored.server.BenchServer;
import dev.attacca.benchmarks.stored.server.Pgbench;
import dev.attacca.benchmarks.stored.subject.Operation;
import dev.attacca.benchmarks.stored.subject.Operation.Effect;
import dev.attacca.benchmarks.stored.subject.Subjects;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures all subjects in rounds, each for a short while in a round, so that a busy minute of the machine falls on all of them.
 * Processes stay up from the first round to the last; only one has connections at a time.
 */
final class Rounds implements AutoCloseable {
    private static final int WARM_CONNECTIONS = 8;

    private final Plan plan;
    private final Measurer measurer;
    private final @Nullable Pgbench pgbench;
    private final Consumer<String> progress;
    private final Map<String, MeasuredProcess> processes = new LinkedHashMap<>();
    private final Map<Cell, List<Sample>> samples = new LinkedHashMap<>();
    private final Set<String> failed = new LinkedHashSet<>();

    /**
     * Rounds of a plan.
     *
     * @param pgbench null where it is not installed; its cells are left out then
     */
    Rounds(Plan plan, BenchServer server, @Nullable Pgbench pgbench, Consumer<String> progress) {
        this.plan = plan;
        this.measurer = new Measurer(server, plan);
        this.pgbench = pgbench;
        this.progress = progress;
    }

    /** The cells of one subject that are measured over the same connections, one after the other. */
    private record Visit(
            String subject, int connections, boolean synchronousCommit, boolean creates, List<Cell> cells) {
        static Visit of(Cell first) {
            return new Visit(
                    first.subject(),
                    first.connections(),
                    waits(first),
                    creates(first),
                    new ArrayList<>(List.of(first)));
        }

        boolean takes(Cell cell) {
            return cell.subject().equals(subject)
                    && cell.connections() == connections
                    && waits(cell) == synchronousCommit
                    && creates(cell) == creates;
        }

        /** What commits nothing goes with what waits for the disk. */
        private static boolean waits(Cell cell) {
            return !Boolean.FALSE.equals(cell.synchronousCommit());
        }

        private static boolean creates(Cell cell) {
            return cell.operation().effect() == Effect.CREATES;
        }
    }

    private List<Visit> visits() {
        List<Visit> visits = new ArrayList<>();
        for (Cell cell : plan.cells()) {
            Visit last = visits.isEmpty() ? null : visits.get(visits.size() - 1);
            if (last != null && last.takes(cell)) {
                last.cells().add(cell);
            } else {
                visits.add(Visit.of(cell));
            }
        }
        return visits;
    }

    /** Runs the plan. */
    void run() throws InterruptedException {
        for (Cell cell : plan.cells()) {
            String subject = cell.subject();
            if (!subject.equals(Subjects.PGBENCH) && !processes.containsKey(subject)) {
                attempt(subject, () -> warm(subject));
            }
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            progress.accept("round " + round + " of " + plan.rounds());
            for (Visit visit : visits()) {
                attempt(visit.subject(), () -> measure(visit));
            }
        }
    }

    /** One subject's trouble must not cost the others their figures. */
    private void attempt(String subject, Step step) throws InterruptedException {
        if (failed.contains(subject)) {
            return;
        }
        try {
            step.take();
        } catch (IOException | SQLException trouble) {
            failed.add(subject);
            progress.accept(subject + " is left out: " + trouble.getMessage());
        }
    }

    @FunctionalInterface
    private interface Step {
        void take() throws IOException, SQLException, InterruptedException;
    }

    private void warm(String subject) throws IOException, SQLException, InterruptedException {
        progress.accept("warming up " + subject);
        MeasuredProcess process = MeasuredProcess.start(subject);
        processes.put(subject, process);
        Set<Operation> operations = new LinkedHashSet<>();
        plan.cells().stream()
                .filter(cell -> cell.subject().equals(subject))
                .forEach(cell -> operations.add(cell.operation()));
        for (Operation operation : operations) {
            int connections = operation.effect() == Effect.CREATES ? 1 : WARM_CONNECTIONS;
            measurer.connect(process, operation, connections, false);
            measurer.warm(process, operation);
            process.ask("disconnect");
        }
    }

    private void measure(Visit visit) throws IOException, SQLException, InterruptedException {
        if (visit.subject().equals(Subjects.PGBENCH)) {
            bench(visit);
            return;
        }
        MeasuredProcess process = processes.get(visit.subject());
        if (process == null) {
            throw new IOException(visit.subject() + ": not running");
        }
        Operation first = visit.cells().get(0).operation();
        measurer.connect(process, first, visit.connections(), visit.synchronousCommit());
        for (Cell cell : visit.cells()) {
            note(cell, measurer.sample(process, cell.operation()));
        }
        process.ask("disconnect");
    }

    private void bench(Visit visit) throws IOException, SQLException, InterruptedException {
        if (pgbench != null) {
            for (Cell cell : visit.cells()) {
                note(cell, measurer.sample(pgbench, visit.connections(), visit.synchronousCommit()));
            }
        }
    }

    private void note(Cell cell, Sample sample) {
        samples.computeIfAbsent(cell, unmeasured -> new ArrayList<>()).add(sample);
    }

    /** What was measured, in the order of the plan, without the subjects that failed. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        samples.forEach((cell, values) -> {
            if (!failed.contains(cell.subject())) {
                rows.add(Row.of(cell, values));
            }
        });
        return rows;
    }

    /** The subjects that could not be measured. */
    Set<String> failed() {
        return failed;
    }

    @Override
    public void close() {
        processes.values().forEach(MeasuredProcess::close);
    }
}
