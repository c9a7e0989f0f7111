package dev.attacca.conductor;

import dev.attacca.config.Setting;
import dev.attacca.error.AttaccaException;
import dev.attacca.error.ConfigurationException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The conductor as a process. {@code docs/operating-a-conductor.md} promises its flags, exit codes and lines.
 */
public final class ConductorMain {
    private static final String CONFIGURATION_OF_LOG = "logback.configurationFile";
    private static final int OK = 0;
    private static final int UNFORESEEN = 1;
    private static final int HELP_WIDTH = 120;

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private StartStage stage = StartStage.CONFIGURATION;

    private ConductorMain(PrintStream out, PrintStream err, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    /** Runs until SIGTERM or SIGINT. */
    public static void main(String[] arguments) {
        // Before the first logger. Not named logback.xml, which would also speak for users of this jar as a library.
        if (System.getProperty(CONFIGURATION_OF_LOG) == null) {
            System.setProperty(CONFIGURATION_OF_LOG, "dev/attacca/conductor/logback.xml");
        }
        // The health page's threads must not be held for ever by a client that does not finish its request.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.exit(new ConductorMain(System.out, System.err, System.getenv()).run(arguments));
    }

    private int run(String[] arguments) {
        CommandLine command = command();
        StopRequest stop = StopRequest.listen();
        int code;
        try {
            ParseResult parsed = parse(command, arguments);
            if (CommandLine.printHelpIfRequested(parsed)) {
                code = OK;
            } else {
                ConductorConfig config = ConductorConfig.read(flags(parsed), environment);
                stop.grace(config.drainGrace());
                serve(config, stop);
                code = OK;
            }
        } catch (AttaccaException refused) {
            code = stop.requested() ? OK : failed(refused);
        } catch (RuntimeException | Error unforeseen) {
            code = stop.requested() ? OK : unforeseen(unforeseen);
        }
        return stop.finish(code);
    }

    private void serve(ConductorConfig config, StopRequest stop) {
        try (Conductor conductor = start(config, stop)) {
            String health = conductor.healthUrl();
            out.println("ready: listening on " + shown(conductor)
                    + (health == null ? "" : ", health on " + health)
                    + ", database " + conductor.databaseUrl()
                    + ", process " + ProcessHandle.current().pid());
            stop.await();
            log().info("stopping: running calls may finish for {}", config.drainGrace());
        }
        log().info("stopped");
    }

    private Conductor start(ConductorConfig config, StopRequest stop) {
        stop.interruptible(true);
        try {
            return Conductor.start(config, reached -> stage = reached);
        } finally {
            stop.interruptible(false);
        }
    }

    private static String shown(Conductor conductor) {
        String host = conductor.address().getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + conductor.port();
    }

    private static CommandLine command() {
        CommandSpec spec = CommandSpec.create()
                .name("conductor")
                .version("attacca conductor " + Conductor.version())
                .mixinStandardHelpOptions(true);
        spec.usageMessage()
                .width(HELP_WIDTH)
                .sortOptions(false)
                .customSynopsis("conductor [--<setting> <value>]...")
                .description("Runs the methods of versioned objects for callers without a database.")
                .footer(
                        "",
                        "Each setting may also be an environment variable, such as "
                                + ConductorConfig.ENVIRONMENT_PREFIX + "POOL_SIZE, or a line",
                        "pool-size=16 of the file named by --config; flags win over variables, variables over the file.",
                        "",
                        "Exit codes: 0 asked to stop, 1 unforeseen, 2 configuration, 3 address in use, 4 database,",
                        "5 registry, 6 data directory.");
        for (Setting<?> setting : ConductorConfig.SETTINGS.declared()) {
            String text = setting.defaultText();
            spec.addOption(OptionSpec.builder(setting.flag())
                    .paramLabel("<value>")
                    .description(setting.description() + (text == null ? "" : " (default: " + text + ")"))
                    .type(String.class)
                    .build());
        }
        return new CommandLine(spec);
    }

    private static ParseResult parse(CommandLine command, String[] arguments) {
        try {
            return command.parseArgs(arguments);
        } catch (UnmatchedArgumentException unknown) {
            throw ConductorConfig.SETTINGS.unknownFlag(unknown.getUnmatched().get(0));
        } catch (ParameterException malformed) {
            throw new ConfigurationException("configuration: " + malformed.getMessage()
                    + " (expected: each flag once, with its value; --help lists them)");
        }
    }

    private static Map<String, String> flags(ParseResult parsed) {
        Map<String, String> flags = new LinkedHashMap<>();
        for (Setting<?> setting : ConductorConfig.SETTINGS.declared()) {
            String value = parsed.matchedOptionValue(setting.flag(), null);
            if (value != null) {
                flags.put(setting.key(), value);
            }
        }
        return flags;
    }

    private int failed(AttaccaException refused) {
        err.println("conductor: " + refused.getMessage());
        log().debug("could not start", refused);
        return stage.exitCode();
    }

    private int unforeseen(Throwable failure) {
        log().error("ended in a way that nobody foresaw", failure);
        err.println("conductor: it ended in a way that nobody foresaw; the log above tells more");
        return UNFORESEEN;
    }

    /** Made late: the log is configured by the first logger. */
    private static Logger log() {
        return LoggerFactory.getLogger(ConductorMain.class);
    }
}
