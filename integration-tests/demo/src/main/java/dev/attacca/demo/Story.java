package dev.attacca.demo;

import dev.attacca.fleet.AgentProcess;
import dev.attacca.fleet.Release;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * What the demo tells, in its order: the fleet, create, run, delete, the versions, the rows. Everything it says is added to the
 * checks.
 *
 * <p>Thread safety: confined to one thread.
 */
final class Story {
    private static final int COLUMN = 4;
    private static final int BEFORE = 22;
    private static final int AFTER = 60;
    private static final int VALUE = 36;
    private static final String MOMENT = "[0-9-]{10} [0-9:.]+\\+00";

    private final Stage stage;
    private final Screen screen;
    private final Checks checks;
    private final Evidence evidence;

    Story(Stage stage, Checks checks) {
        this.stage = stage;
        this.screen = stage.screen();
        this.checks = checks;
        this.evidence = new Evidence(stage, Instant.now());
    }

    /** Tells all of it. */
    void tell() {
        fleet();
        create();
        run();
        delete();
        versions();
        rows();
        lastChecks();
    }

    /** The processes that the instances were. */
    List<ProcessHandle> instanceProcesses() {
        return evidence.processes();
    }

    private void fleet() {
        screen.heading(1, "Fleet", "one conductor with a database of its own, an agent of each release");
        stage.open();
        String database = stage.conductor().ready().text("jdbcUrl").replaceFirst("^jdbc:postgresql://([^/]*)/.*", "$1");
        screen.print(Line.of("  ")
                .add(Style.NAME, "conductor")
                .at(12)
                .add(Style.STRONG, stage.conductor().domain().version())
                .at(17)
                .add(stage.conductor().address() + ", PostgreSQL on " + database + ", process "
                        + stage.conductor().pid()));
        List<String> problems = new ArrayList<>();
        int jars = 0;
        for (AgentProcess agent : stage.agents()) {
            Release release = agent.release();
            jars += release.agentClassPath().size();
            List<String> found = ClassPaths.problems(release);
            problems.addAll(found);
            screen.print(Line.of("  ")
                    .add(Style.NAME, agent.host())
                    .at(12)
                    .add(Style.STRONG, release.version())
                    .at(17)
                    .add("agent, process " + agent.pid() + ", "
                            + release.agentClassPath().size() + " jars")
                    .add(found.isEmpty() ? ": no driver, no pool, no database" : ": with a way to the database"));
        }
        checks.add("No driver, pool, database server or conductor in the agents' " + jars + " jars", problems);
    }

    private void create() {
        screen.heading(2, "Create", "by a 1.2 client; half of it is more than older releases can hold");
        screen.print(CallStream.header());
        stage.tenant().prepare();
        stage.show();
        for (InstancePlan plan : InstancePlan.all()) {
            stage.plans().put(stage.tenant().create(plan), plan);
            stage.show();
        }
        stage.await(
                "older agents read what they cannot hold",
                () -> new Versions(stage.calls().calls()).lostEverything());
        stage.dwell();
        stage.keepBoard();
    }

    private void run() {
        screen.heading(3, "Run", "shelved instances are built; each agent starts its own as processes");
        screen.print(CallStream.header());
        stage.plans().forEach((uuid, plan) -> {
            if (plan.shelved()) {
                stage.tenant().unshelve(uuid);
                stage.show();
            }
        });
        stage.await(
                "all instances run",
                () -> stage.plans().keySet().stream().allMatch(uuid -> stage.told(uuid, "activated")));
        evidence.noteRunning();
        stage.dwell();
        stage.keepBoard();
        checks.add(
                stage.plans().size() + " instances ran as processes of this machine, each as its agent saw it",
                evidence.processProblems());
        checks.add("Their rows then, column by column, as client and agent wrote them", evidence.runningRowProblems());
    }

    private void delete() {
        screen.heading(4, "Delete", "the client asks; each agent stops the process, then deletes the rows");
        screen.print(CallStream.header());
        stage.plans().keySet().forEach(uuid -> {
            stage.tenant().delete(uuid);
            stage.show();
        });
        stage.await(
                "all instances are deleted",
                () -> stage.plans().keySet().stream().allMatch(uuid -> stage.told(uuid, "destroyed")));
        evidence.noteDeleted();
        int expected = stage.plans().size();
        stage.await("the calls are logged", () -> count("Instance.destroy") == expected);
        stage.dwell();
        stage.keepBoard();
        checks.add("None of these processes is left", evidence.remainingProcesses());
    }

    private long count(String method) {
        return stage.calls().calls().stream()
                .filter(call -> call.has("method", method))
                .count();
    }

    private void versions() {
        screen.heading(5, "Versions", "what each release's agent was told, and what it could not be told");
        Versions versions = new Versions(stage.calls().calls());
        screen.print(versions.table(evidence.largeAsSeen()));
        screen.print(Line.empty());
        paragraph(
                "Lost on the way to older readers is not lost: a save sends only the fields that were changed, so all three"
                        + " rows still hold " + InstancePlan.LARGE_MEMORY_MB + " MiB and their zones.");
        paragraph(
                "What a reader cannot see it cannot give back: of the memory of data-1-0 and data-1-1 the quotas keep "
                        + evidence.memoryUnseen() + " MiB. Values of that size belong on hosts that are upgraded.");
        checks.add("Each agent called at its own version and was answered in it", versions.crossingProblems());
        checks.add("Older agents lost exactly what they cannot hold, the 1.2 agent nothing", versions.lossProblems());
    }

    private void paragraph(String text) {
        screen.print(Line.wrap(text, screen.terminal().columns() - 2).stream()
                .map(part -> Line.of("  " + part))
                .toList());
    }

    private void rows() {
        UUID uuid = stage.plans().keySet().iterator().next();
        String name = InstancePlan.all().get(0).name();
        screen.heading(6, "Rows", name + ", run and deleted by a 1.0 agent, read from the database");
        Row before = evidence.before(uuid);
        Map<UUID, Row> after = stage.rows().instances();
        screen.print(Line.empty()
                .at(COLUMN)
                .add(Style.DIM, "column")
                .at(BEFORE)
                .add(Style.DIM, "before")
                .at(AFTER)
                .add(Style.DIM, "after"));
        before.columns()
                .keySet()
                .forEach(column -> screen.print(compared(column, before, after.getOrDefault(uuid, before))));
        screen.print(Line.empty());
        Row quotas = stage.rows().quotas(InstancePlan.PROJECT).get(0);
        screen.print(Line.empty().at(COLUMN).add(Style.DIM, "and the quotas of its project"));
        for (String column : List.of("used_instances", "used_cores", "used_ram_mb")) {
            screen.print(compared(column, evidence.quotasBefore(), quotas));
        }
    }

    private static Line compared(String column, Row before, Row after) {
        String then = shown(before, column);
        String now = shown(after, column);
        boolean same = then.equals(now);
        return Line.of(Style.GOOD, same ? "" : "  *")
                .at(COLUMN)
                .add(same ? Style.PLAIN : Style.STRONG, column)
                .at(BEFORE)
                .add(Style.DIM, then)
                .at(AFTER)
                .add(same ? Style.DIM : Style.GOOD, same ? "the same" : now);
    }

    private static String shown(Row row, String column) {
        String text = row.columns().get(column);
        if (text == null) {
            return "null";
        }
        if (text.matches(MOMENT)) {
            // All of it happened within minutes: the time of day is enough to compare.
            return text.substring(text.indexOf(' ') + 1).replaceFirst("\\+00$", " UTC");
        }
        return text.length() <= VALUE ? text : text.substring(0, VALUE - 2) + "..";
    }

    private void lastChecks() {
        int devices = InstancePlan.all().stream()
                .mapToInt(plan -> plan.devices().size())
                .sum();
        checks.add("Each row stayed, marked deleted; no other column changed", evidence.deletedRowProblems());
        checks.add(
                devices + " block devices were released, their rows stayed, marked deleted", evidence.diskProblems());
        checks.add(
                String.format(
                        Locale.ROOT,
                        "The quotas got all back but %d MiB that older agents could not see",
                        evidence.memoryUnseen()),
                evidence.quotasProblems());
        checks.add("Each delete took its steps in order, by the agent of its host", evidence.orderProblems());
        checks.add("The agents' service rows name their releases and count their reports", evidence.serviceProblems());
        checks.add(
                stage.calls().calls().size() + " calls made, 0 failed, none missing in the call log",
                evidence.callProblems());
    }
}
