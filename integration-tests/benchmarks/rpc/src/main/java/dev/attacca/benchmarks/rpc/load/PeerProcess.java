package dev.attacca.benchmarks.rpc.load;

import dev.attacca.benchmarks.load.Latencies;
import dev.attacca.benchmarks.load.Usage;
import dev.attacca.benchmarks.rpc.peer.CallMode;
import dev.attacca.benchmarks.rpc.peer.Peer;
import dev.attacca.benchmarks.rpc.peer.PeerClient;
import dev.attacca.benchmarks.rpc.peer.Peers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The program of a measured process: a server, or a client of one. It does what it reads, a line each, and answers with a
 * line; it ends when there is nothing more to read, so that no process is left when the one that started it dies.
 *
 * <table>
 * <caption>Lines</caption>
 * <tr><td>{@code usage}</td><td>processor time in nanoseconds, bytes allocated</td></tr>
 * <tr><td>{@code check}</td><td>makes a call in each mode and looks at what comes back</td></tr>
 * <tr><td>{@code load MODE CALLS}</td><td>begins to call</td></tr>
 * <tr><td>{@code open}</td><td>begins to measure</td></tr>
 * <tr><td>{@code close}</td><td>ends to measure: calls, nanoseconds, processor time, bytes allocated</td></tr>
 * <tr><td>{@code stop}</td><td>ends to call: median and 99th percentile of what was measured last, in nanoseconds</td></tr>
 * </table>
 */
public final class PeerProcess {
    private final @Nullable PeerClient client;
    private final Peer peer;
    private @Nullable Load load;

    private PeerProcess(Peer peer, @Nullable PeerClient client) {
        this.peer = peer;
        this.client = client;
    }

    /** Begins: {@code server SUBJECT}, answered with the port, or {@code client SUBJECT PORT}, answered with 0. */
    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        // Whatever a library prints must not be taken for an answer.
        System.setOut(System.err);
        Peer peer = Peers.of(arguments[1]);
        PeerProcess process;
        if (arguments[0].equals("server")) {
            answers.println(peer.serve().port());
            process = new PeerProcess(peer, null);
        } else {
            process = new PeerProcess(peer, peer.connect(Integer.parseInt(arguments[2])));
            answers.println(0);
        }
        process.obey(answers);
        // Threads of libraries do not keep a process alive that nobody talks to.
        Runtime.getRuntime().halt(0);
    }

    private void obey(PrintStream answers) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        String line;
        while ((line = lines.readLine()) != null) {
            try {
                answers.println(answer(line.split(" ", -1)));
            } catch (Exception | LinkageError failed) {
                failed.printStackTrace();
                answers.println("failed: " + String.valueOf(failed).replaceAll("\\R.*", ""));
            }
            answers.flush();
        }
    }

    private String answer(String[] words) throws Exception {
        return switch (words[0]) {
            case "usage" -> line(Usage.now());
            case "check" -> {
                check();
                yield "0";
            }
            case "load" -> {
                load = Load.start(Objects.requireNonNull(client), CallMode.of(words[1]), Integer.parseInt(words[2]));
                yield "0";
            }
            case "open" -> {
                running().open();
                yield "0";
            }
            case "close" -> {
                Load.Window window = running().close();
                yield window.calls() + " " + window.nanos() + " " + line(window.usage());
            }
            case "stop" -> {
                Latencies latencies = running().stop();
                yield latencies.percentile(0.5) + " " + latencies.percentile(0.99);
            }
            default -> throw new IllegalArgumentException(words[0] + " (expected: one of the lines above)");
        };
    }

    private static String line(Usage usage) {
        return usage.cpuNanos() + " " + usage.allocatedBytes();
    }

    private Load running() {
        return Objects.requireNonNull(load, "load comes first");
    }

    private void check() throws Exception {
        PayloadCheck.of(peer, Objects.requireNonNull(client));
    }
}
