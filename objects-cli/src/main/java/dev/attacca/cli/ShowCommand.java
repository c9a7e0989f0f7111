package dev.attacca.cli;

import dev.attacca.contract.ObjectsLock;
import dev.attacca.error.ConfigurationException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows what the classes state, or what another lock does (--against).")
final class ShowCommand extends ObjectsCommand {
    @Parameters(paramLabel = "NAME", arity = "0..*", description = "only these classes and enums")
    private List<String> names = List.of();

    ShowCommand(PrintStream out) {
        super(out);
    }

    @Override
    public Integer call() {
        Path against = against();
        ObjectsLock lock = against == null ? now() : ObjectsLock.read(against);
        if (names.isEmpty()) {
            print(lock.text());
        }
        for (String name : names) {
            String section = lock.section(name);
            if (section == null) {
                throw new ConfigurationException(
                        "show: " + name + " (expected: an enum, or one of " + lock.versions() + ")");
            }
            print(section);
        }
        return ObjectsMain.OK;
    }
}
