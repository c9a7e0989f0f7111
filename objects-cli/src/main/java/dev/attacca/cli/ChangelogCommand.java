package dev.attacca.cli;

import dev.attacca.contract.ObjectsLock;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "changelog",
        mixinStandardHelpOptions = true,
        description =
                "Tells in words what changed since the oldest supported release, or another lock, by class and version.")
final class ChangelogCommand extends ObjectsCommand {
    ChangelogCommand(PrintStream out) {
        super(out);
    }

    @Override
    public Integer call() {
        ObjectsLock now = now();
        List<Path> older = older();
        print(now.changelogSince(ObjectsLock.read(older.get(0))));
        return ObjectsMain.OK;
    }
}
