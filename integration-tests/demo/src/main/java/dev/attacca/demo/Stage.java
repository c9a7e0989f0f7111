package dev.attacca.demo;

import dev.attacca.fleet.AgentProcess;
import dev.attacca.fleet.ConductorProcess;
import dev.attacca.fleet.Fleet;
import dev.attacca.fleet.FleetException;
import dev.attacca.fleet.Patience;
import dev.attacca.fleet.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fleet of the demo with everything that watches it: while something is waited for, calls are shown as they come and the board
 * below them is kept up to date.
 *
 * <p>Thread safety: confined to one thread.
 */
final class Stage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration DWELL = Duration.ofMillis(1_500);
    private static final Duration BOARD = Duration.ofMillis(250);
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private final Fleet fleet;
    private final Screen screen;
    private final Instant start;
    private final Duration longest;
    private final Map<UUID, InstancePlan> plans = new LinkedHashMap<>();
    private final List<AgentProcess> agents = new ArrayList<>();
    private @Nullable ConductorProcess conductor;
    private @Nullable CallStream calls;
    private @Nullable Rows rows;
    private @Nullable Tenant tenant;
    private long boardAt = System.nanoTime();

    /**
     * An empty stage.
     *
     * @param longest how long everything together may take
     */
    Stage(Fleet fleet, Screen screen, Instant start, Duration longest) {
        this.fleet = fleet;
        this.screen = screen;
        this.start = start;
        this.longest = longest;
    }

    /** Starts the conductor with its database, then an agent of each release. */
    void open() {
        ConductorProcess started = fleet.launch(ConductorProcess.Options.named("conductor"));
        watch("starting PostgreSQL and the conductor", started::isReady, started::requireAlive);
        conductor = started.awaitReady();
        calls = new CallStream(started.calls(), screen, start);
        rows = Rows.of(started);
        for (Release release : Release.values()) {
            agents.add(fleet.launch(AgentProcess.Options.of(release, InstancePlan.host(release), started.address())
                    .with("poll-interval", "200ms")
                    .with("heartbeat-interval", HEARTBEAT.toMillis() + "ms")));
        }
        for (AgentProcess agent : agents) {
            watch(
                    "starting the agents",
                    () -> agent.events().all().stream().anyMatch(event -> event.has("action", "conductor-answers")),
                    agent::requireAlive);
        }
        tenant = new Tenant(started.address());
    }

    private void watch(String what, Supplier<Boolean> done, Runnable check) {
        boolean there = Patience.of(PATIENCE.multipliedBy(2))
                .until(
                        () -> {
                            double seconds =
                                    Duration.between(start, Instant.now()).toMillis() / 1000.0;
                            screen.below(List.of(Line.of("  ")
                                    .add(Style.DIM, what + String.format(Locale.ROOT, " %.1f s", seconds))));
                            return done.get();
                        },
                        seen -> seen,
                        check);
        screen.below(List.of());
        if (!there) {
            throw new FleetException(
                    what + ": not done in " + PATIENCE.multipliedBy(2).toSeconds() + " s (expected: done)");
        }
    }

    /** Shows what happened since the last time. */
    void show() {
        if (Duration.between(start, Instant.now()).compareTo(longest) > 0) {
            throw new FleetException("demo: longer than " + longest.toSeconds() + " s (expected: done by then);"
                    + " try again on a machine with less to do");
        }
        calls().show();
        if (screen.terminal().live() && System.nanoTime() - boardAt > BOARD.toNanos()) {
            boardAt = System.nanoTime();
            screen.below(board());
        }
    }

    private List<Line> board() {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.empty());
        lines.addAll(new Board(plans, agents, rows()).lines());
        lines.add(calls().summary());
        return lines;
    }

    /** Leaves somebody who watches the time to see where things stand. */
    void dwell() {
        if (screen.terminal().live()) {
            long from = System.nanoTime();
            await("a look", () -> System.nanoTime() - from > DWELL.toNanos());
        }
    }

    /** Takes the board from below and leaves it as it is now. */
    void keepBoard() {
        show();
        screen.below(List.of());
        screen.print(board());
    }

    /**
     * Waits for a condition while showing what happens.
     *
     * @throws FleetException if it is not met in time, or a process of the fleet died
     */
    void await(String what, Supplier<Boolean> condition) {
        boolean met = Patience.of(PATIENCE)
                .until(
                        () -> {
                            show();
                            return condition.get();
                        },
                        seen -> seen,
                        this::requireAlive);
        if (!met) {
            throw new FleetException(
                    what + ": not in " + PATIENCE.toSeconds() + " s (expected: by then); see the calls above");
        }
        // A call is logged when it is answered, so what it led to can be seen before its line.
        show();
    }

    private void requireAlive() {
        conductor().requireAlive();
        agents.forEach(AgentProcess::requireAlive);
    }

    /** Whether an agent told of an action for an instance. */
    boolean told(UUID uuid, String action) {
        return agents.stream()
                .flatMap(agent -> agent.events().all().stream())
                .anyMatch(event -> event.has("action", action) && event.has("instance", uuid.toString()));
    }

    Screen screen() {
        return screen;
    }

    Map<UUID, InstancePlan> plans() {
        return plans;
    }

    List<AgentProcess> agents() {
        return agents;
    }

    ConductorProcess conductor() {
        return opened(conductor);
    }

    CallStream calls() {
        return opened(calls);
    }

    Rows rows() {
        return opened(rows);
    }

    Tenant tenant() {
        return opened(tenant);
    }

    private static <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new FleetException("stage: not open (expected: open() first)");
        }
        return part;
    }

    /** Lets go of the connections; the processes go with the fleet. */
    @Override
    public void close() {
        if (tenant != null) {
            tenant.close();
        }
        if (rows != null) {
            rows.close();
        }
    }
}
