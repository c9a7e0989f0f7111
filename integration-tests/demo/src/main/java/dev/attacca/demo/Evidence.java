package dev.attacca.demo;

import dev.attacca.fleet.AgentProcess;
import dev.attacca.fleet.JsonLine;
import dev.attacca.fleet.Release;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What is noted while the instances live, so that it can be compared with what is left of them.
 *
 * <p>Thread safety: confined to one thread.
 */
final class Evidence {
    private static final String VARIABLE = "ATTACCA_INSTANCE_";

    private final Stage stage;
    private final Instant createdFrom;
    private final Map<UUID, Row> before = new LinkedHashMap<>();
    private final Map<UUID, List<Row>> disksBefore = new LinkedHashMap<>();
    private final Map<UUID, ProcessHandle> processes = new LinkedHashMap<>();
    private final Map<UUID, Map<String, String>> environments = new LinkedHashMap<>();
    private Row quotasBefore = new Row(Map.of());
    private Instant runningUntil = Instant.EPOCH;
    private Instant deletedUntil = Instant.EPOCH;

    /**
     * Nothing noted yet.
     *
     * @param createdFrom a moment before the first instance was made
     */
    Evidence(Stage stage, Instant createdFrom) {
        this.stage = stage;
        this.createdFrom = createdFrom;
    }

    /** Notes rows and processes while all instances run and none is asked to be deleted. */
    void noteRunning() {
        before.putAll(stage.rows().instances());
        before.keySet().forEach(uuid -> disksBefore.put(uuid, stage.rows().disks(uuid)));
        quotasBefore = stage.rows().quotas(InstancePlan.PROJECT).get(0);
        for (AgentProcess agent : stage.agents()) {
            agent.instances().forEach((process, uuid) -> {
                processes.put(uuid, process);
                environments.put(uuid, AgentProcess.environment(process));
            });
        }
        runningUntil = Instant.now();
    }

    /** Notes when the last row was marked deleted. */
    void noteDeleted() {
        deletedUntil = Instant.now();
    }

    /** The row of an instance while it ran. */
    Row before(UUID uuid) {
        return before.getOrDefault(uuid, new Row(Map.of()));
    }

    /** The quotas while all instances ran. */
    Row quotasBefore() {
        return quotasBefore;
    }

    /** The processes that the instances were. */
    List<ProcessHandle> processes() {
        return List.copyOf(processes.values());
    }

    /** What the process of each release's large instance was given. */
    Map<Release, Map<String, String>> largeAsSeen() {
        Map<Release, Map<String, String>> seen = new LinkedHashMap<>();
        stage.plans().forEach((uuid, plan) -> {
            if (plan.memoryMb() == InstancePlan.LARGE_MEMORY_MB) {
                seen.put(plan.release(), environments.getOrDefault(uuid, Map.of()));
            }
        });
        return seen;
    }

    /** What contradicts that each instance ran as a process, made from what its agent could see. */
    List<String> processProblems() {
        List<String> problems = new ArrayList<>();
        stage.plans().forEach((uuid, plan) -> {
            Map<String, String> given = environments.getOrDefault(uuid, Map.of());
            if (!processes.containsKey(uuid)) {
                problems.add(plan.name() + ": no process (expected: one on " + plan.host() + ")");
            } else if (!plan.name().equals(given.get(VARIABLE + "NAME"))
                    || !Long.toString(plan.memorySeen()).equals(given.get(VARIABLE + "MEMORY_MB"))) {
                problems.add(plan.name() + ": made from " + given + " (expected: its name and " + plan.memorySeen()
                        + " MiB)");
            }
        });
        return problems;
    }

    /** What contradicts that nothing of the instances runs. */
    List<String> remainingProcesses() {
        return stage.agents().stream()
                .filter(agent -> !agent.instances().isEmpty())
                .map(agent -> agent.host() + ": " + agent.instances() + " (expected: no process)")
                .toList();
    }

    /** What contradicts that each row was as its owner and its agent made it while it ran. */
    List<String> runningRowProblems() {
        List<String> problems = new ArrayList<>();
        stage.plans()
                .forEach((uuid, plan) -> problems.addAll(new RowExpectation(plan.name())
                        .is("uuid", uuid)
                        // Written by create(), by the tenant where it was unshelved, and by the agent that started it.
                        .is("row_version", plan.shelved() ? 3 : 2)
                        .is("project_id", InstancePlan.PROJECT)
                        .is("user_id", InstancePlan.USER)
                        .is("display_name", plan.name())
                        .is("host", plan.host())
                        .is("availability_zone", plan.zone())
                        .is("memory_mb", plan.memoryMb())
                        .is("vcpus", plan.vcpus())
                        .is("flavor_id", plan.flavor())
                        .is("vm_state", "ACTIVE")
                        .is("task_state", null)
                        .is("power_state", "RUNNING")
                        .between("launched_at", createdFrom, runningUntil)
                        .is("terminated_at", null)
                        .isJson("system_metadata", InstancePlan.METADATA)
                        .between("created_at", createdFrom, runningUntil)
                        .between("updated_at", createdFrom, runningUntil)
                        .is("deleted_at", null)
                        .is("deleted", 0)
                        .problems(before.get(uuid))));
        return problems;
    }

    /** What contradicts that each row stayed, marked deleted, with nothing changed that a delete does not change. */
    List<String> deletedRowProblems() {
        List<String> problems = new ArrayList<>();
        Map<UUID, Row> after = stage.rows().instances();
        stage.plans()
                .forEach((uuid, plan) -> problems.addAll(new RowExpectation(plan.name())
                        .sameAs(before(uuid))
                        // Written by the tenant who asked, by the agent that stopped it, and by destroy().
                        .is("row_version", before(uuid).number("row_version") + 3)
                        .is("vm_state", "DELETED")
                        .is("task_state", null)
                        .is("power_state", "NOSTATE")
                        .between("terminated_at", runningUntil, deletedUntil)
                        .between("updated_at", runningUntil, deletedUntil)
                        .between("deleted_at", runningUntil, deletedUntil)
                        .positive("deleted")
                        .problems(after.get(uuid))));
        if (!after.keySet().equals(stage.plans().keySet())) {
            problems.add("instances: " + after.keySet() + " (expected: "
                    + stage.plans().keySet() + ")");
        }
        return problems;
    }

    /** What contradicts that each disk was released and its row stayed. */
    List<String> diskProblems() {
        List<String> problems = new ArrayList<>();
        stage.plans().forEach((uuid, plan) -> {
            List<Row> then = disksBefore.getOrDefault(uuid, List.of());
            List<Row> now = stage.rows().disks(uuid);
            if (then.size() != plan.devices().size() || now.size() != then.size()) {
                problems.add(plan.name() + ": " + now.size() + " disks (expected: " + plan.devices() + ")");
                return;
            }
            for (int disk = 0; disk < now.size(); disk++) {
                String name = plan.name() + " " + plan.devices().get(disk);
                if (!then.get(disk).text("deleted").equals("0")) {
                    problems.add(name + ": deleted while it ran (expected: live)");
                }
                problems.addAll(new RowExpectation(name)
                        .sameAs(then.get(disk))
                        .is("device_name", plan.devices().get(disk))
                        .is("row_version", then.get(disk).number("row_version") + 1)
                        .between("deleted_at", runningUntil, deletedUntil)
                        .positive("deleted")
                        .problems(now.get(disk)));
            }
        });
        return problems;
    }

    /** The memory that agents could not give back because they could not see it, in MiB. */
    long memoryUnseen() {
        return stage.plans().values().stream()
                .mapToLong(plan -> plan.memoryMb() - plan.memorySeen())
                .sum();
    }

    /** What contradicts that the quotas were taken and given back. */
    List<String> quotasProblems() {
        List<InstancePlan> plans = List.copyOf(stage.plans().values());
        List<String> problems = new ArrayList<>(new RowExpectation("quotas before")
                .sameAs(quotasBefore)
                .is("used_instances", plans.size())
                .is("used_cores", plans.stream().mapToInt(InstancePlan::vcpus).sum())
                .is(
                        "used_ram_mb",
                        plans.stream().mapToLong(InstancePlan::memoryMb).sum())
                .problems(quotasBefore));
        problems.addAll(new RowExpectation("quotas after")
                .sameAs(quotasBefore)
                .is("row_version", quotasBefore.number("row_version") + plans.size())
                .is("used_instances", 0)
                .is("used_cores", 0)
                .is("used_ram_mb", memoryUnseen())
                .problems(stage.rows().quotas(InstancePlan.PROJECT).get(0)));
        return problems;
    }

    /** What contradicts that each instance was deleted in the order that a crash at any step allows. */
    List<String> orderProblems() {
        List<String> problems = new ArrayList<>();
        stage.plans().forEach((uuid, plan) -> {
            List<String> expected = new ArrayList<>(List.of("spawned", "activated"));
            expected.addAll(List.of("process-destroyed", "marked-deleted", "metadata-read"));
            plan.devices().forEach(device -> expected.add("block-device-released"));
            expected.addAll(List.of("quotas-released", "destroyed"));
            List<String> actual = new ArrayList<>();
            for (AgentProcess agent : stage.agents()) {
                for (JsonLine event : agent.events().matching(event -> event.has("instance", uuid.toString()))) {
                    actual.add(event.text("action"));
                    if (!agent.host().equals(plan.host())
                            || !event.has("agent", plan.release().version())) {
                        problems.add(
                                plan.name() + ": " + event.raw() + " (expected: by the agent of " + plan.host() + ")");
                    }
                }
            }
            if (!actual.equals(expected)) {
                problems.add(plan.name() + ": " + actual + " (expected: " + expected + ")");
            }
        });
        return problems;
    }

    /** What contradicts that each agent reported that it lives, and its release. */
    List<String> serviceProblems() {
        List<String> problems = new ArrayList<>();
        List<Row> services = stage.rows().services();
        for (AgentProcess agent : stage.agents()) {
            boolean there = services.stream()
                    .anyMatch(row -> row.text("host").equals(agent.host())
                            && row.text("agent_version").equals(agent.release().version())
                            && row.number("report_count") > 0);
            if (!there) {
                problems.add(agent.host() + ": " + services + " (expected: a row with its release and its reports)");
            }
        }
        return problems;
    }

    /** What contradicts that no call failed, and that the log of them is whole. */
    List<String> callProblems() {
        List<String> problems = new ArrayList<>();
        for (JsonLine call : stage.calls().calls()) {
            if (!call.has("outcome", "ok")) {
                problems.add(CallStream.caller(call) + ": " + call.text("method") + " " + call.text("outcome") + ": "
                        + call.text("message"));
            }
        }
        JsonLine health = stage.conductor().health();
        if (!health.has("status", "up")) {
            problems.add("health: " + health.text("status") + " (expected: up)");
        }
        if (health.object("callLog").number("dropped") != 0) {
            problems.add("call log: " + health.object("callLog") + " (expected: none dropped)");
        }
        return problems;
    }
}
