package dev.attacca.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The ancestor itself on the same record, where a Python with oslo.versionedobjects is at hand. */
final class OsloPython {
    private static final String SCRIPT = "oslo_record.py";

    private OsloPython() {}

    /** Its figures, or none where it is not at hand. */
    static List<Figure> measure() throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        for (String python : List.of("python3", "/usr/bin/python3")) {
            if (figures.isEmpty()) {
                figures.addAll(measure(python));
            }
        }
        return figures;
    }

    private static List<Figure> measure(String python) throws IOException, InterruptedException {
        String script;
        try (InputStream resource = Objects.requireNonNull(OsloPython.class.getResourceAsStream(SCRIPT))) {
            script = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
        Process process;
        try {
            process = new ProcessBuilder(python, "-c", script)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException absent) {
            return List.of();
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            return List.of();
        }
        List<Figure> figures = new ArrayList<>();
        for (String line : said.strip().split("\n", -1)) {
            String[] words = line.split(" ", -1);
            List<Double> values = new ArrayList<>();
            for (int i = 1; i < words.length; i++) {
                values.add(Double.valueOf(words[i]));
            }
            figures.add(Figure.of(words[0] + " oslo", words[0].equals("size") ? "B" : "ns/op", values));
        }
        return figures;
    }
}
