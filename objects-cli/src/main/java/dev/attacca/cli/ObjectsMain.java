package dev.attacca.cli;

import dev.attacca.error.AttaccaException;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./attacca objects}: exits with 0 for fine, 2 for a command that cannot be done as it is, 3 when the check says no. */
@Command(
        name = "objects",
        mixinStandardHelpOptions = true,
        description = "Keeps the contract of a domain's objects with the releases in the field.",
        footer = {
            "",
            "A domain's folder holds objects.lock, releases/<name>.lock for every supported release, and objects.approvals.",
            "docs/objects-check.md explains the rules, the files and what to do.",
            "",
            "Exit codes: 0 fine, 2 cannot be done as it is, 3 the check says no."
        })
public final class ObjectsMain implements Runnable {
    static final int OK = 0;
    static final int UNFORESEEN = 1;
    static final int USAGE = 2;
    static final int NO = 3;

    private static final int HELP_WIDTH = 120;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs.
    private CommandSpec spec;

    private ObjectsMain() {}

    /** Runs one command and exits. */
    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        CommandLine command = new CommandLine(new ObjectsMain());
        for (ObjectsCommand each : ObjectsCommand.all(out)) {
            command.addSubcommand(each);
        }
        command.setOut(new java.io.PrintWriter(out, true, java.nio.charset.StandardCharsets.UTF_8));
        command.setErr(new java.io.PrintWriter(err, true, java.nio.charset.StandardCharsets.UTF_8));
        command.setUsageHelpWidth(HELP_WIDTH);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setExecutionExceptionHandler((failure, failed, parsed) -> failed(err, failure));
        return command.execute(arguments);
    }

    private static int failed(PrintStream err, Exception failure) throws Exception {
        if (failure instanceof AttaccaException refused) {
            err.println("objects: " + refused.getMessage());
            return USAGE;
        }
        throw failure;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "objects: no command (expected: check, lock, diff, show or changelog)");
    }
}
