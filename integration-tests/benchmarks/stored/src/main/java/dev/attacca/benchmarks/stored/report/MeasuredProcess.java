package dev.attacca.benchmarks.stored.report;

import dev.attacca.benchmarks.report.FreshJvm;
import dev.attacca.benchmarks.stored.load.SubjectProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A subject in a JVM of its own, so that nothing that one does to its virtual machine (profiles of shared classes, garbage) is
 * measured with another, and the way to talk to it. Confined to one thread.
 */
final class MeasuredProcess implements AutoCloseable {
    private static final Pattern TAB = Pattern.compile("\t");

    private final String subject;
    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;

    private MeasuredProcess(String subject, Process process) {
        this.subject = subject;
        this.process = process;
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        questions = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    }

    static MeasuredProcess start(String subject) throws IOException {
        return new MeasuredProcess(
                subject, FreshJvm.start(SubjectProcess.class, List.of("-Dkryo.unsafe=false"), List.of(subject)));
    }

    /** Says some words and returns the numbers that come back. */
    double[] ask(String... words) throws IOException {
        for (String word : words) {
            if (TAB.matcher(word).find() || word.indexOf('\n') >= 0) {
                throw new IOException(words[0] + ": a word with a tab or a line's end (expected: none)");
            }
        }
        questions.write(String.join("\t", words) + "\n");
        questions.flush();
        String line = answers.readLine();
        if (line == null || line.startsWith("failed")) {
            throw new IOException(
                    subject + ": " + words[0] + ": " + (line == null ? "ended" : line) + " (expected: numbers)");
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
