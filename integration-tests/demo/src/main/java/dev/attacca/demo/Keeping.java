package dev.attacca.demo;

import dev.attacca.fleet.ConductorProcess;
import dev.attacca.fleet.Fleet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to talk to a fleet that is left running. */
final class Keeping {
    private static final int WHAT = 15;

    private Keeping() {}

    static List<Line> lines(Fleet fleet, Stage stage) {
        ConductorProcess conductor = stage.conductor();
        String url = conductor.ready().text("jdbcUrl").replaceFirst("^jdbc:", "");
        Path events = fleet.folder().resolve("agent-host-*/events.jsonl");
        String code = "integration-tests/demo/target/app/lib/*";
        List<Line> lines = new ArrayList<>();
        lines.add(Line.empty());
        lines.add(Line.of(Style.STRONG, "The fleet stays").add(Style.DIM, "   in " + fleet.folder()));
        lines.add(Line.empty());
        lines.add(item("conductor", conductor.address() + ", process " + conductor.pid()));
        stage.agents()
                .forEach(agent -> lines.add(
                        item(agent.host(), "agent " + agent.release().version() + ", process " + agent.pid())));
        lines.add(item("health", "curl http://127.0.0.1:" + conductor.ready().text("healthPort") + "/health"));
        lines.add(item("calls", "tail -f " + conductor.calls().file()));
        lines.add(item("what agents do", "tail -f " + events));
        lines.add(item("rows", "psql " + url + " -U " + conductor.ready().text("jdbcUser")));
        lines.add(item("", "(its password is in " + conductor.ready().text("passwordFile") + ")"));
        lines.add(item("another agent", "./attacca agent --host host-2 --conductor " + conductor.address()));
        lines.add(item("your own code", "jshell --class-path '" + code + "'"));
        lines.add(item("", "Attacca.remote(ObjectRegistry.load(), RemoteOptions.to(\"" + conductor.address() + "\"))"));
        lines.add(item("end it", "./attacca demo --stop"));
        return lines;
    }

    private static Line item(String what, String how) {
        return Line.of("  ").add(Style.DIM, what).at(WHAT + 3).add(how);
    }
}
