package dev.attacca.benchmarks.stored.load;

import dev.attacca.benchmarks.load.Latencies;
import dev.attacca.benchmarks.stored.server.Login;
import dev.attacca.benchmarks.stored.subject.Operation;
import dev.attacca.benchmarks.stored.subject.Subject;
import dev.attacca.benchmarks.stored.subject.Subjects;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The program of a measured process. It does what it reads, a line each, words separated by tabs, and answers with a line; it ends
 * when there is nothing more to read, so that no process is left when the one that started it dies.
 *
 * <table>
 * <caption>Lines</caption>
 * <tr><td>{@code login URL USER PASSWORD}</td><td>whose rows; user and password are empty where there are none</td></tr>
 * <tr><td>{@code connect CONNECTIONS on|off}</td><td>opens connections with or without synchronous commit</td></tr>
 * <tr><td>{@code load OPERATION}</td><td>begins, a caller for each connection</td></tr>
 * <tr><td>{@code open}</td><td>begins to measure</td></tr>
 * <tr><td>{@code measured}</td><td>how often it was done since</td></tr>
 * <tr><td>{@code close}</td><td>ends to measure: times, times a second, processor time in nanoseconds, milliseconds
 *     of compilers</td></tr>
 * <tr><td>{@code stop}</td><td>ends: times from first to last, median and 99th percentile of what was measured last, in
 *     nanoseconds</td></tr>
 * <tr><td>{@code disconnect}</td><td>closes the connections</td></tr>
 * </table>
 */
public final class SubjectProcess {
    private final String name;
    private final Subject subject;
    private @Nullable Login login;
    private final SwitchedPool pool = new SwitchedPool();
    private Subject.@Nullable Session session;
    private int connections;
    private @Nullable Load load;

    SubjectProcess(String name) {
        this.name = name;
        this.subject = Subjects.of(name);
    }

    /** Begins with the name of a subject. */
    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        // Whatever a library prints must not be taken for an answer.
        System.setOut(System.err);
        SubjectProcess process = new SubjectProcess(arguments[0]);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null) {
            answers.println(process.answered(line));
            answers.flush();
        }
        // Threads of libraries do not keep a process alive that nobody talks to.
        Runtime.getRuntime().halt(0);
    }

    /** The answer to a line; one that begins with {@code failed} when that could not be done. */
    String answered(String line) {
        try {
            return answer(line.split("\t", -1));
        } catch (Exception | LinkageError failed) {
            failed.printStackTrace();
            return "failed: " + String.valueOf(failed).replaceAll("\\R.*", "");
        }
    }

    private String answer(String[] words) throws Exception {
        return switch (words[0]) {
            case "login" -> {
                login = new Login(words[1], given(words[2]), given(words[3]));
                yield "0";
            }
            case "connect" -> {
                connect(Integer.parseInt(words[1]), words[2].equals("on"));
                yield "0";
            }
            case "load" -> {
                load = Load.start(
                        Objects.requireNonNull(session, "connect comes first"), Operation.of(words[1]), connections);
                yield "0";
            }
            case "open" -> {
                running().open();
                yield "0";
            }
            case "measured" -> Long.toString(running().measured());
            case "close" -> {
                Load.Window window = running().close();
                yield window.times() + " " + window.perSecond() + " " + window.cpuNanos() + " "
                        + window.compiledMillis();
            }
            case "stop" -> {
                Load.Sum sum = running().stop();
                Latencies latencies = sum.latencies();
                yield sum.times() + " " + latencies.percentile(0.5) + " " + latencies.percentile(0.99);
            }
            case "disconnect" -> {
                pool.to(null);
                yield "0";
            }
            default -> throw new IllegalArgumentException(words[0] + " (expected: one of the lines above)");
        };
    }

    private static @Nullable String given(String word) {
        return word.isEmpty() ? null : word;
    }

    private void connect(int number, boolean synchronousCommit) throws SQLException {
        connections = number;
        pool.to(Objects.requireNonNull(login, "login comes first")
                .pool(number, synchronousCommit, name.equals(Subjects.BATCH)));
        if (session == null) {
            session = subject.open(pool);
        }
    }

    private Load running() {
        return Objects.requireNonNull(load, "load comes first");
    }
}
