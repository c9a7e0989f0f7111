package dev.attacca.demo;

import dev.attacca.fleet.ConductorProcess;
import dev.attacca.fleet.Fleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How to talk to a fleet that is left running. */
final class Keeping {
    private static final int HOW = 17;

    private static final String SCRIPT = """
            import dev.attacca.*;
            import dev.attacca.compute.*;
            import dev.attacca.object.*;
            import dev.attacca.registry.*;
            ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("ROOT")).setLevel(ch.qos.logback.classic.Level.WARN);
            Attacca attacca = Attacca.remote(ObjectRegistry.load(), RemoteOptions.to("CONDUCTOR").peer("jshell"));
            ObjectContext context = attacca.context(RequestContext.create());
            Instance build(String name, String host) {
                Quotas.query(context).byProject("PROJECT").reserve(1, 1, 2048);
                Instance instance = context.create(Instance.class);
                instance.setProjectId("PROJECT");
                instance.setUserId("you");
                instance.setName(name);
                instance.setHost(host);
                instance.setMemoryMb(2048);
                instance.setVcpus(1);
                instance.setFlavorId("FLAVOR");
                instance.setVmState(VmState.BUILDING);
                instance.setTaskState(TaskState.SCHEDULING);
                instance.setPowerState(PowerState.NOSTATE);
                instance.setSystemMetadata(Map.of());
                instance.create();
                return instance;
            }
            void delete(Instance instance) {
                instance.refresh();
                instance.setTaskState(TaskState.DELETING);
                instance.save();
            }
            System.out.println("Try: Instance i = build(\\"mine\\", \\"host-1-0\\"), then i.refresh(), i, delete(i)");
            """;

    private Keeping() {}

    static List<Line> lines(Fleet fleet, Stage stage) {
        ConductorProcess conductor = stage.conductor();
        String url = conductor.ready().text("jdbcUrl").replaceFirst("^jdbc:", "");
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
        lines.add(item("what agents do", "tail -f " + fleet.folder().resolve("agent-host-*/events.jsonl")));
        lines.add(item("rows", "psql " + url + " -U " + conductor.ready().text("jdbcUser")));
        lines.add(item("", "password in " + conductor.ready().text("passwordFile")));
        lines.add(item("another agent", "./attacca agent --host host-2 --conductor " + conductor.address()));
        lines.add(item("your own code", "jshell --class-path 'integration-tests/demo/target/app/lib/*' \\"));
        lines.add(item("", "    " + script(fleet, conductor)));
        lines.add(item("end it", "./attacca demo --stop"));
        return lines;
    }

    private static Path script(Fleet fleet, ConductorProcess conductor) {
        Path file = fleet.folder().resolve("fleet.jsh");
        try {
            return Files.writeString(
                    file,
                    SCRIPT.replace("CONDUCTOR", conductor.address())
                            .replace("PROJECT", InstancePlan.PROJECT)
                            .replace("FLAVOR", InstancePlan.SMALL));
        } catch (IOException refused) {
            throw new UncheckedIOException(file + ": cannot be written (expected: a folder to write in)", refused);
        }
    }

    private static Line item(String what, String how) {
        return Line.of("  ").add(Style.DIM, what).at(HOW).add(how);
    }
}
