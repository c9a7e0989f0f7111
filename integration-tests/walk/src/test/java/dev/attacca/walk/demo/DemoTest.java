package dev.attacca.walk.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoTest {
    @TempDir
    Path temporary = Path.of("");

    private Path folder = Path.of("");
    private Path output = Path.of("");

    @BeforeEach
    void openTheFolderToTheUserOfTheDatabaseServer() throws IOException {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
        folder = Files.createDirectory(temporary.resolve("tmp"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        output = temporary.resolve("output.txt");
    }

    @Test
    void itTellsItsStoryInOrderAndEverythingItClaimsHolds() throws Exception {
        try (DemoRun demo = DemoRun.start(folder, output)) {
            assertThat(demo.exitCode()).as(demo.output()).isZero();

            assertThat(demo.output())
                    .containsSubsequence(
                            "1  Fleet",
                            "2  Create",
                            "3  Run",
                            "4  Delete",
                            "5  Versions",
                            "6  Rows",
                            "7  Checks",
                            "Everything holds: 13 of 13 checks");
            // Which of two rows comes first is up to their identifiers, and with it which loss does.
            assertThat(demo.output())
                    .contains("SQL    UPDATE instances SET", "lost   Instance.", "Instance.availabilityZone:");
            assertThat(demo.output().lines()).allMatch(line -> line.length() <= 100);
            assertThat(demo.output()).doesNotContain("\033");
            assertNothingIsLeft(demo);
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 1  Fleet, 130", "INT, 3  Run, 130", "TERM, 4  Delete, 143"})
    void interruptedAnywhereItLeavesNothing(String signal, String part, int exit) throws Exception {
        try (DemoRun demo = DemoRun.start(folder, output)) {
            demo.awaitText(part);

            demo.signal(signal);

            assertThat(demo.exitCode()).as(demo.output()).isEqualTo(exit);
            assertThat(demo.output()).endsWith("interrupted: ending the fleet\nthe fleet has ended\n");
            assertNothingIsLeft(demo);
        }
    }

    @Test
    void itFailsWhenItsAgentsDie() throws Exception {
        try (DemoRun demo = DemoRun.start(folder, output)) {
            demo.awaitText("2  Create");

            demo.killAgents();

            assertThat(demo.exitCode()).as(demo.output()).isEqualTo(1);
            assertThat(demo.output()).contains("ended with 137 (expected: running)", "The demo failed");
            assertThat(demo.output()).doesNotContain("Everything holds");
            assertNothingIsLeft(demo);
        }
    }

    @Test
    void keptItStaysUntilItIsStopped() throws Exception {
        try (DemoRun demo = DemoRun.start(folder, output, "--keep")) {
            assertThat(demo.exitCode()).as(demo.output()).isZero();
            assertThat(demo.output()).contains("The fleet stays", "./attacca demo --stop");
            int port = conductorPort(demo.output());
            try (Socket conductor = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(conductor.isConnected()).isTrue();
            }
            assertThat(demo.processes()).hasSizeGreaterThan(4);
        }

        try (DemoRun stop = DemoRun.start(folder, output, "--stop")) {
            assertThat(stop.exitCode()).as(stop.output()).isZero();
            assertThat(stop.output()).startsWith("ended and removed " + folder);
            assertNothingIsLeft(stop);
        }
    }

    @Test
    void anOptionItDoesNotKnowIsRefused() throws Exception {
        try (DemoRun demo = DemoRun.start(folder, output, "--quick")) {
            assertThat(demo.exitCode()).isEqualTo(2);
            assertThat(demo.output())
                    .isEqualTo("demo: Unknown option: '--quick' (expected: --keep, --stop, --help or nothing)\n");
        }
    }

    private static int conductorPort(String output) {
        Matcher found = Pattern.compile("conductor +127\\.0\\.0\\.1:([0-9]+)").matcher(output);
        assertThat(found.find()).as(output).isTrue();
        return Integer.parseInt(found.group(1));
    }

    private static void assertNothingIsLeft(DemoRun demo) throws IOException {
        assertThat(demo.files()).isEmpty();
        assertThat(demo.processes()).isEmpty();
    }
}
