package dev.attacca.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.attacca.error.AttaccaException;
import dev.attacca.fleet.Fleet;
import dev.attacca.fleet.KeptFleets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The demo as a program: {@code ./attacca demo [--keep | --stop]}. Its fleet ends with it, also on Ctrl-C, unless it is kept.
 *
 * <p>Exit codes: 0 everything it claims was checked and holds; 1 something does not, or something else went wrong; 2 the command
 * line; 130 it was interrupted.
 *
 * <p>Thread safety: confined to the main thread.
 */
public final class Demo {
    private static final String NAME = "demo";
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final Duration LONGEST = Duration.ofSeconds(105);

    private final Screen screen;
    private final boolean keep;
    private final Instant start = Instant.now();
    private final Checks checks = new Checks();
    private final AtomicBoolean over = new AtomicBoolean();

    private Demo(Screen screen, boolean keep) {
        this.screen = screen;
        this.keep = keep;
    }

    /** Runs the demo and ends the JVM. */
    public static void main(String[] args) {
        quiet();
        CommandLine commandLine = new CommandLine(spec());
        int exit;
        try {
            ParseResult parsed = commandLine.parseArgs(args);
            if (parsed.isUsageHelpRequested()) {
                commandLine.usage(System.out);
                exit = 0;
            } else if (parsed.hasMatchedOption("--stop")) {
                exit = stop(new Screen(Terminal.detect(), System.out));
            } else {
                exit = new Demo(new Screen(Terminal.detect(), System.out), parsed.hasMatchedOption("--keep")).run();
            }
        } catch (CommandLine.ParameterException unknown) {
            System.err.println("demo: " + unknown.getMessage() + " (expected: --keep, --stop, --help or nothing)");
            exit = USAGE;
        }
        System.exit(exit);
    }

    /** The screen is the story's: what the client would log between its lines is in the fleet's logs, too. */
    private static void quiet() {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.ERROR);
        }
    }

    private static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create()
                .name("attacca demo")
                .addOption(OptionSpec.builder("--keep")
                        .description("Leave the fleet running and say how to talk to it.")
                        .build())
                .addOption(OptionSpec.builder("--stop")
                        .description("End the fleets that were left running.")
                        .build())
                .addOption(OptionSpec.builder("--help", "-h")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        spec.usageMessage()
                .description(
                        "Starts a conductor and agents of three releases, runs instances, deletes them, and checks all it says.");
        return spec;
    }

    private static int stop(Screen screen) {
        try {
            List<Path> stopped = KeptFleets.stop(NAME);
            stopped.forEach(fleet -> screen.print(Line.of("ended and removed " + fleet)));
            if (stopped.isEmpty()) {
                screen.print(Line.of("no fleet was left running"));
            }
            return 0;
        } catch (RuntimeException failed) {
            System.err.println(failed.getMessage());
            return FAILED;
        }
    }

    private int run() {
        screen.print(Line.of(Style.STRONG, "Attacca")
                .add(Style.DIM, "   versioned remote objects: a fleet that is upgraded while it plays"));
        Fleet fleet = Fleet.temporary(NAME);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted(fleet), "demo-interrupted"));
        try {
            perform(fleet);
        } catch (RuntimeException failed) {
            if (over.compareAndSet(false, true)) {
                tellFailure(failed, fleet);
                return FAILED;
            }
        }
        return checks.allHold() ? 0 : FAILED;
    }

    private void perform(Fleet fleet) {
        Ending ending;
        try (Stage stage = new Stage(fleet, screen, start, LONGEST)) {
            Story story = new Story(stage, checks);
            story.tell();
            if (keep) {
                over.set(true);
                fleet.keep();
                tellChecks();
                screen.print(Keeping.lines(fleet, stage));
                return;
            }
            ending = new Ending(fleet, stage, story.instanceProcesses());
        }
        screen.below(List.of(Line.empty(), Line.of(Style.DIM, "  ending the fleet")));
        fleet.close();
        screen.below(List.of());
        checks.add("The fleet has ended: no process, port or file of it is left", ending.problems());
        over.set(true);
        tellChecks();
    }

    private void tellChecks() {
        screen.heading(7, "Checks", "all that was said above");
        screen.print(Checks.lines(checks.all()));
        long failed = checks.all().size() - checks.holding();
        screen.print(List.of(
                Line.empty(),
                Line.of(
                                failed == 0 ? Style.GOOD : Style.BAD,
                                failed == 0 ? "Everything holds" : failed + " checks do not hold")
                        .add(": " + checks.holding() + " of " + checks.all().size() + " checks, in " + seconds())));
    }

    private String seconds() {
        return String.format(
                Locale.ROOT, "%.1f s", Duration.between(start, Instant.now()).toMillis() / 1000.0);
    }

    private void tellFailure(RuntimeException failed, Fleet fleet) {
        List<Line> lines = new ArrayList<>(List.of(Line.empty()));
        String message = failed instanceof AttaccaException ? String.valueOf(failed.getMessage()) : failed.toString();
        message.lines()
                .flatMap(line -> Line.wrap(line, Terminal.WIDEST - 2).stream())
                .forEach(line -> lines.add(Line.of("  ").add(Style.BAD, line)));
        lines.add(Line.empty());
        lines.addAll(Checks.lines(checks.all()));
        lines.add(Line.empty());
        lines.add(Line.of(Style.BAD, "The demo failed").add(" after " + seconds()));
        if (keep) {
            fleet.keep();
            lines.add(Line.of("The fleet stays in " + fleet.folder() + "; ./attacca demo --stop ends it"));
        } else {
            end(fleet);
            lines.add(Line.of("./attacca demo --keep leaves the fleet with its logs"));
        }
        if (!(failed instanceof AttaccaException)) {
            failed.printStackTrace();
        }
        screen.below(List.of());
        screen.print(lines);
    }

    private static void end(Fleet fleet) {
        try {
            fleet.close();
        } catch (RuntimeException incomplete) {
            System.err.println(incomplete.getMessage());
        }
    }

    /** On Ctrl-C and the like; at an ordinary end there is nothing left to do. */
    private void interrupted(Fleet fleet) {
        if (over.compareAndSet(false, true)) {
            screen.silence();
            System.err.println("interrupted: ending the fleet");
            end(fleet);
            System.err.println("the fleet has ended");
        }
    }
}
