package dev.attacca.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A JVM started for one question: nothing is warm in it, and nothing it loads disturbs anybody. */
public final class FreshJvm {
    private static final int NEWER = 24;

    private FreshJvm() {}

    /** What measured JVMs are started with. */
    public static List<String> options() {
        List<String> options = new ArrayList<>(List.of("-Xms512m", "-Xmx512m"));
        if (Runtime.version().feature() >= NEWER) {
            options.add("--enable-native-access=ALL-UNNAMED");
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }

    /** Starts a program of this class path, which shares only its standard error with this process. */
    public static Process start(Class<?> main, List<String> furtherOptions, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(options());
        command.addAll(furtherOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The numbers that a program prints. */
    public static double[] ask(Class<?> main, String... furtherOptions) throws IOException, InterruptedException {
        Process process = start(main, List.of(furtherOptions), List.of());
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        if (process.waitFor() != 0) {
            throw new IOException(main.getSimpleName() + " ended with " + process.exitValue() + " (expected: 0)");
        }
        String[] lines = said.strip().split("\n", -1);
        String[] words = lines[lines.length - 1].split(" ", -1);
        double[] numbers = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Double.parseDouble(words[i]);
        }
        return numbers;
    }
}
