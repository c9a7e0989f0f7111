package dev.attacca.demo;

import dev.attacca.fleet.AgentProcess;
import dev.attacca.fleet.ConductorProcess;
import dev.attacca.fleet.Fleet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is there while the fleet runs and must not be there afterwards: processes, ports and files.
 *
 * <p>Thread safety: confined to one thread.
 */
final class Ending {
    private static final int CONNECT_MILLIS = 1_000;

    private final Map<String, ProcessHandle> processes = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Path folder;

    /** Notes what is there. */
    Ending(Fleet fleet, Stage stage, List<ProcessHandle> instances) {
        ConductorProcess conductor = stage.conductor();
        folder = fleet.folder();
        ports.put("the conductor's", conductor.port());
        ports.put("the health page's", Math.toIntExact(conductor.ready().number("healthPort")));
        String url = conductor.ready().text("jdbcUrl");
        ports.put("PostgreSQL's", Integer.parseInt(url.replaceFirst(".*:([0-9]+)/.*", "$1")));
        ProcessHandle server = conductor.postmaster();
        if (server != null) {
            processes.put("PostgreSQL", server);
            server.descendants().forEach(child -> processes.put("PostgreSQL " + child.pid(), child));
        }
        ProcessHandle.of(conductor.pid()).ifPresent(process -> processes.put("the conductor", process));
        for (AgentProcess agent : stage.agents()) {
            ProcessHandle.of(agent.pid()).ifPresent(process -> processes.put("the agent of " + agent.host(), process));
        }
        instances.forEach(process -> processes.put("instance " + process.pid(), process));
    }

    /** What is left of it. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        processes.forEach((name, process) -> {
            if (process.isAlive()) {
                problems.add(name + ": process " + process.pid() + " is still there (expected: gone)");
            }
        });
        ports.forEach((name, port) -> {
            if (answers(port)) {
                problems.add(name + " port " + port + " still answers (expected: closed)");
            }
        });
        if (Files.exists(folder)) {
            problems.add(folder + ": still there (expected: removed)");
        }
        return problems;
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
