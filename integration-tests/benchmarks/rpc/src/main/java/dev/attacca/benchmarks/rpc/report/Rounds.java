package dev.attacca.benchmarks.rpc.report;

import dev.attacca.benchmarks.rpc.peer.CallMode;
import dev.attacca.benchmarks.rpc.peer.Peer;
import dev.attacca.benchmarks.rpc.peer.Peers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Measures all subjects in rounds, each for a short while in a round and all of one kind of call after the other, so that a busy
 * minute of the machine falls on all of them. Servers and clients stay up from the first round to the last.
 */
final class Rounds implements AutoCloseable {
    private final Plan plan;
    private final Consumer<String> progress;
    private final Map<String, PeerPair> pairs = new LinkedHashMap<>();
    private final Map<Cell, List<Sample>> samples = new LinkedHashMap<>();
    private final Set<String> failed = new LinkedHashSet<>();

    Rounds(Plan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * What to measure, and for how long.
     *
     * @param cells in the order in which they are measured
     * @param warming how long each is called before the first round
     * @param rounds how often each is measured
     * @param rampMillis how long each is called before it is measured
     * @param millis how long it is measured
     */
    record Plan(List<Cell> cells, PeerPair.Warming warming, int rounds, long rampMillis, long millis) {
        /** A plan of some subjects. */
        static Plan of(List<String> subjects, List<CallMode> modes, List<Integer> inFlight, boolean quick) {
            List<Cell> cells = new ArrayList<>();
            for (CallMode mode : modes) {
                for (int calls : inFlight) {
                    for (String subject : subjects) {
                        Peer peer = Peers.of(subject);
                        if (peer.modes().contains(mode)) {
                            peer.measuredAt(mode, calls).forEach(each -> cells.add(new Cell(subject, mode, each)));
                        }
                    }
                }
            }
            return quick
                    ? new Plan(cells, new PeerPair.Warming(400, 5, 20), 3, 150, 1_000)
                    : new Plan(cells, new PeerPair.Warming(1_000, 4, 30), 5, 300, 3_000);
        }
    }

    /** Runs the plan. */
    void run() throws InterruptedException {
        for (Cell cell : plan.cells()) {
            if (!pairs.containsKey(cell.subject()) && !failed.contains(cell.subject())) {
                attempt(cell, () -> pairs.put(cell.subject(), PeerPair.start(cell.subject())));
            }
        }
        progress.accept("warming up " + pairs.keySet());
        List<Cell> busiestFirst = new ArrayList<>(plan.cells());
        busiestFirst.sort(Comparator.comparingInt(Cell::inFlight).reversed());
        for (Cell cell : busiestFirst) {
            attempt(cell, () -> pair(cell).warm(cell, plan.warming()));
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            progress.accept("round " + round + " of " + plan.rounds());
            for (Cell cell : plan.cells()) {
                attempt(cell, () -> {
                    Sample sample = pair(cell).measure(cell, plan.rampMillis(), plan.millis());
                    samples.computeIfAbsent(cell, unmeasured -> new ArrayList<>())
                            .add(sample);
                });
            }
        }
    }

    /** One subject's trouble must not cost the others their figures. */
    private void attempt(Cell cell, Step step) throws InterruptedException {
        if (failed.contains(cell.subject())) {
            return;
        }
        try {
            step.take();
        } catch (IOException trouble) {
            failed.add(cell.subject());
            progress.accept(cell.subject() + " is left out: " + trouble.getMessage());
        }
    }

    private interface Step {
        void take() throws IOException, InterruptedException;
    }

    private PeerPair pair(Cell cell) throws IOException {
        PeerPair pair = pairs.get(cell.subject());
        if (pair == null) {
            throw new IOException(cell.subject() + ": not running");
        }
        return pair;
    }

    /** What was measured, in the order of the plan, without the subjects that failed. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        samples.forEach((cell, values) -> {
            if (!failed.contains(cell.subject())) {
                rows.add(Row.of(cell, Runtime.version().feature(), values));
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
        pairs.values().forEach(PeerPair::close);
    }
}
