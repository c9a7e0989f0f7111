package dev.attacca.cli;

import dev.attacca.contract.ObjectsLock;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Shows the lines in which the classes differ from the newest release, or another lock.")
final class DiffCommand extends ObjectsCommand {
    DiffCommand(PrintStream out) {
        super(out);
    }

    @Override
    public Integer call() {
        ObjectsLock now = now();
        List<Path> older = older();
        print(now.diffTo(ObjectsLock.read(older.get(older.size() - 1))));
        return ObjectsMain.OK;
    }
}
