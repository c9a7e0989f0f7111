package dev.attacca.benchmarks.rpc.report;

import dev.attacca.benchmarks.report.FreshJvm;
import dev.attacca.benchmarks.rpc.load.PeerProcess;
import dev.attacca.benchmarks.rpc.peer.Peers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server and a client of one subject, each in a process of its own, so that nothing that one subject does to its virtual
 * machines (profiles of shared classes, sizes of pools, garbage) is measured with another.
 */
final class PeerPair implements AutoCloseable {
    private static final double NANOS_PER_MICRO = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double STEADY = 0.9;

    private final Path folder;
    private final Line server;
    private final Line client;

    private PeerPair(Path folder, Line server, Line client) {
        this.folder = folder;
        this.server = server;
        this.client = client;
    }

    /** Starts both and checks that calls come back with what was sent. */
    static PeerPair start(String subject) throws IOException {
        Path folder = Files.createTempDirectory("attacca-bench");
        Line server = new Line(folder, "server", subject);
        Line client = null;
        try {
            int port = (int) server.answer()[0];
            client = new Line(folder, "client", subject, Integer.toString(port));
            client.answer();
            client.ask("check");
            return new PeerPair(folder, server, client);
        } catch (IOException | RuntimeException failed) {
            server.close();
            delete(folder);
            if (client != null) {
                client.close();
            }
            throw failed;
        }
    }

    /**
     * Calls without measuring until compiled code runs: until a call costs about as much processor time as it did in the slice
     * before and never cost much less.
     */
    void warm(Cell cell, Warming warming) throws IOException, InterruptedException {
        load(cell);
        double least = Double.MAX_VALUE;
        double last = Double.MAX_VALUE;
        for (int slice = 1; slice <= warming.mostSlices(); slice++) {
            Window window = window(warming.sliceMillis());
            double perCall = (window.serverCpu() + window.clientCpu()) / Math.max(1, window.calls());
            boolean steady = perCall > last * STEADY && perCall < least / STEADY;
            if (slice >= warming.leastSlices() && steady) {
                break;
            }
            last = perCall;
            least = Math.min(least, perCall);
        }
        client.ask("stop");
    }

    /**
     * How long to call before measuring.
     *
     * @param sliceMillis how long each slice takes
     * @param leastSlices how many slices there are at least
     * @param mostSlices and at most
     */
    record Warming(long sliceMillis, int leastSlices, int mostSlices) {}

    /** What both sides said of a while. */
    private record Window(
            double calls, double nanos, double clientCpu, double clientBytes, double serverCpu, double serverBytes) {}

    private Window window(long millis) throws IOException, InterruptedException {
        double[] before = server.ask("usage");
        client.ask("open");
        TimeUnit.MILLISECONDS.sleep(millis);
        double[] here = client.ask("close");
        double[] after = server.ask("usage");
        return new Window(here[0], here[1], here[2], here[3], after[0] - before[0], after[1] - before[1]);
    }

    /** Calls for a while, and measures after a short beginning. */
    Sample measure(Cell cell, long rampMillis, long millis) throws IOException, InterruptedException {
        load(cell);
        TimeUnit.MILLISECONDS.sleep(rampMillis);
        Window window = window(millis);
        double[] latencies = client.ask("stop");
        double calls = window.calls();
        return new Sample(
                calls / window.nanos() * NANOS_PER_SECOND,
                latencies[0] / NANOS_PER_MICRO,
                latencies[1] / NANOS_PER_MICRO,
                window.serverCpu() / calls / NANOS_PER_MICRO,
                window.clientCpu() / calls / NANOS_PER_MICRO,
                window.serverBytes() / calls,
                window.clientBytes() / calls);
    }

    private void load(Cell cell) throws IOException {
        client.ask("load " + cell.mode().word() + " " + cell.inFlight());
    }

    @Override
    public void close() {
        client.close();
        server.close();
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException stays) {
            throw new UncheckedIOException(stays);
        }
    }

    /** One of the processes, and the way to talk to it. */
    private static final class Line implements AutoCloseable {
        private static final List<String> OPTIONS = List.of("-Xms256m", "-Xmx256m", "-Dkryo.unsafe=false");

        private final String name;
        private final Process process;
        private final BufferedReader answers;
        private final Writer questions;

        Line(Path folder, String... arguments) throws IOException {
            name = String.join(" ", arguments);
            List<String> options = new ArrayList<>(OPTIONS);
            options.add("-D" + Peers.FOLDER_PROPERTY + "=" + folder);
            process = FreshJvm.start(PeerProcess.class, options, new ArrayList<>(Arrays.asList(arguments)));
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
            questions = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII);
        }

        double[] ask(String question) throws IOException {
            questions.write(question + "\n");
            questions.flush();
            return answer();
        }

        double[] answer() throws IOException {
            String line = answers.readLine();
            if (line == null || line.startsWith("failed")) {
                throw new IOException(name + ": " + (line == null ? "ended" : line) + " (expected: numbers)");
            }
            return Arrays.stream(line.split(" ", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
