package dev.attacca.agent;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.attacca.agent.driver.ProcessDriver;
import dev.attacca.agent.state.StateLock;
import dev.attacca.config.Setting;
import dev.attacca.error.ConfigurationException;
import dev.attacca.error.RegistryException;
import dev.attacca.registry.ObjectRegistry;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The agent as a process: {@code java -cp 'integration-tests/history/v1_1/target/app/lib/*' dev.attacca.agent.AgentMain --host host-1}.
 *
 * <p>Without a command it runs until SIGTERM or SIGINT. {@code instances} lists what stands in the state directory, {@code
 * destroy-instances} destroys all of it; neither speaks to a conductor. The log goes to the standard error, results to the standard
 * output.
 *
 * <p>Exit codes: 0 asked to stop, and has; 1 something nobody foresaw; 2 configuration; 5 the registry has problems.
 *
 * <p>Thread safety: confined to the main thread.
 */
public final class AgentMain {
    static final int UNFORESEEN = 1;
    static final int CONFIGURATION = 2;
    static final int REGISTRY = 5;

    private static final String LOG_CONFIGURATION = "logback.configurationFile";
    private static final String INSTANCES = "instances";
    private static final String DESTROY_INSTANCES = "destroy-instances";

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    AgentMain(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Runs the command. */
    public static void main(String[] args) {
        // By its full name: a logback.xml would meet others wherever this jar shares a class path.
        if (System.getProperty(LOG_CONFIGURATION) == null) {
            System.setProperty(LOG_CONFIGURATION, "dev/attacca/agent/logback-agent.xml");
        }
        System.exit(new AgentMain(System.getenv(), System.out, System.err).run(args));
    }

    int run(String... args) {
        try {
            return execute(new CommandLine(spec()).parseArgs(args));
        } catch (CommandLine.UnmatchedArgumentException unknown) {
            return refuse(AgentConfig.SETTINGS
                    .unknownFlag(String.valueOf(unknown.getUnmatched().get(0)))
                    .getMessage());
        } catch (CommandLine.ParameterException unreadable) {
            return refuse("configuration: " + unreadable.getMessage() + " (--help lists the settings)");
        } catch (ConfigurationException refused) {
            return refuse(refused.getMessage());
        } catch (RegistryException broken) {
            err.println(broken.getMessage());
            return REGISTRY;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return UNFORESEEN;
        }
    }

    private int refuse(@Nullable String message) {
        err.println(message);
        return CONFIGURATION;
    }

    private static CommandSpec spec() {
        CommandSpec spec = command("attacca-agent")
                .addSubcommand(
                        INSTANCES,
                        describe(command(INSTANCES), "Lists the instances in the state directory and what they do."))
                .addSubcommand(
                        DESTROY_INSTANCES,
                        describe(
                                command(DESTROY_INSTANCES),
                                "Destroys every instance in the state directory; its agent must not be running."));
        return describe(
                spec, "Runs the instances that a conductor assigns to a host, without ever seeing its database.");
    }

    private static CommandSpec describe(CommandSpec spec, String description) {
        spec.usageMessage()
                .description(description)
                .footer(
                        "",
                        "Each setting can also be given as an environment variable, such as ATTACCA_AGENT_HOST,",
                        "or as a line of the file named by --config. Flags win, then the environment, then the file.");
        return spec;
    }

    private static CommandSpec command(String name) {
        CommandSpec spec = CommandSpec.create()
                .name(name)
                .addOption(OptionSpec.builder("--help", "-h")
                        .usageHelp(true)
                        .description("Shows this help.")
                        .build())
                .addOption(OptionSpec.builder("--version")
                        .versionHelp(true)
                        .description("Shows the release of the agent.")
                        .build());
        for (Setting<?> setting : AgentConfig.SETTINGS.declared()) {
            String defaultText = setting.defaultText() == null ? "" : " (default " + setting.defaultText() + ")";
            OptionSpec.Builder option = OptionSpec.builder(setting.flag())
                    .type(String.class)
                    .paramLabel("VALUE")
                    .description(setting.description() + defaultText);
            if ("false".equals(setting.defaultText())) {
                option.arity("0..1").fallbackValue("true");
            }
            spec.addOption(option.build());
        }
        return spec;
    }

    private int execute(ParseResult parsed) throws InterruptedException {
        ParseResult command = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        if (command.isUsageHelpRequested()) {
            command.commandSpec().commandLine().usage(out);
            return 0;
        }
        if (command.isVersionHelpRequested()) {
            out.println(Agent.version(ObjectRegistry.load()));
            return 0;
        }
        Map<String, String> flags = flags(parsed);
        flags.putAll(flags(command));
        AgentConfig config = AgentConfig.read(
                flags,
                environment,
                AgentConfig.stateHome(
                        environment,
                        System.getProperty("user.name", ""),
                        Path.of(System.getProperty("user.home", "."))));
        if (LoggerFactory.getLogger("dev.attacca") instanceof Logger logger) {
            logger.setLevel(Level.convertAnSLF4JLevel(config.logLevel()));
        }
        return switch (command.commandSpec().name()) {
            case INSTANCES -> listInstances(config);
            case DESTROY_INSTANCES -> destroyInstances(config);
            default -> serve(config);
        };
    }

    private static Map<String, String> flags(ParseResult command) {
        Map<String, String> flags = new HashMap<>();
        for (Setting<?> setting : AgentConfig.SETTINGS.declared()) {
            if (command.hasMatchedOption(setting.flag())) {
                flags.put(setting.key(), command.matchedOptionValue(setting.flag(), ""));
            }
        }
        return flags;
    }

    private static int serve(AgentConfig config) throws InterruptedException {
        Agent agent = Agent.start(config);
        Thread shutdown = new Thread(
                () -> {
                    agent.close();
                    // Asked to stop, and has: the JVM's own answer to a signal would be 128 and its number.
                    Runtime.getRuntime().halt(0);
                },
                "agent-shutdown");
        Runtime.getRuntime().addShutdownHook(shutdown);
        agent.await();
        return 0;
    }

    private int listInstances(AgentConfig config) {
        ProcessDriver driver = driver(config);
        for (UUID uuid : driver.list()) {
            out.println(uuid + " " + driver.powerState(uuid));
        }
        return 0;
    }

    private int destroyInstances(AgentConfig config) {
        StateLock lock = StateLock.take(config.stateDirectory());
        try {
            ProcessDriver driver = driver(config);
            for (UUID uuid : driver.list()) {
                driver.destroy(uuid);
                out.println(uuid + " destroyed");
            }
            return 0;
        } finally {
            lock.close();
        }
    }

    private static ProcessDriver driver(AgentConfig config) {
        return new ProcessDriver(config.stateDirectory(), config.instanceCommand(), config.stopTimeout());
    }
}
