package dev.attacca.demo;

import dev.attacca.fleet.AgentProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The instances and where they stand: their rows, read past the conductor, and their processes.
 *
 * <p>Thread safety: confined to one thread.
 */
final class Board {
    private static final int HOST = 11;
    private static final int RELEASE = 20;
    private static final int VM_STATE = 26;
    private static final int TASK = 45;
    private static final int POWER = 56;
    private static final int PROCESS = 64;
    private static final int MEMORY_END = 79;

    private final Map<UUID, InstancePlan> plans;
    private final List<AgentProcess> agents;
    private final Rows rows;

    /**
     * A board.
     *
     * @param plans in the order of the lines; may grow
     */
    Board(Map<UUID, InstancePlan> plans, List<AgentProcess> agents, Rows rows) {
        this.plans = plans;
        this.agents = agents;
        this.rows = rows;
    }

    /** What there is now. */
    List<Line> lines() {
        Map<UUID, Row> stored = rows.instances();
        Map<UUID, Long> processes = new HashMap<>();
        for (AgentProcess agent : agents) {
            agent.instances().forEach((process, uuid) -> processes.put(uuid, process.pid()));
        }
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of("  ")
                .add(Style.DIM, "instance")
                .at(HOST)
                .add(Style.DIM, "host")
                .at(RELEASE)
                .add(Style.DIM, "agent")
                .at(VM_STATE)
                .add(Style.DIM, "vm state")
                .at(TASK)
                .add(Style.DIM, "task")
                .at(POWER)
                .add(Style.DIM, "power")
                .at(PROCESS)
                .add(Style.DIM, "pid")
                .endingAt(MEMORY_END, Style.DIM, "memory MiB"));
        plans.forEach((uuid, plan) -> {
            Row row = stored.get(uuid);
            if (row != null) {
                lines.add(line(plan, row, processes.get(uuid)));
            }
        });
        return lines;
    }

    private static Line line(InstancePlan plan, Row row, @Nullable Long process) {
        String vmState = row.text("vm_state");
        boolean deleted = !row.text("deleted").equals("0");
        Style style = deleted ? Style.DIM : vmState.equals("ACTIVE") ? Style.GOOD : Style.PLAIN;
        return Line.of("  ")
                .add(deleted ? Style.DIM : Style.STRONG, plan.name())
                .at(HOST)
                .add(Style.NAME, plan.host())
                .at(RELEASE)
                .add(plan.release().version())
                .at(VM_STATE)
                .add(style, vmState + (deleted ? ", row stays" : ""))
                .at(TASK)
                .add(row.text("task_state").isEmpty() ? "-" : row.text("task_state"))
                .at(POWER)
                .add(style, row.text("power_state"))
                .at(PROCESS)
                .add(process == null ? "-" : process.toString())
                .endingAt(MEMORY_END, Style.PLAIN, row.text("memory_mb"));
    }
}
