package dev.attacca.cli;

import dev.attacca.contract.ContractCheck;
import dev.attacca.contract.ObjectsLock;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "lock",
        mixinStandardHelpOptions = true,
        description = "Writes the lock of the classes as they are: objects.lock, or another file.")
final class LockCommand extends ObjectsCommand {
    @Option(
            names = "--release",
            paramLabel = "NAME",
            description = "write releases/NAME.lock: what a release states from now on")
    private @Nullable String release;

    @Option(names = "--output", paramLabel = "FILE", description = "write this file")
    private @Nullable Path output;

    LockCommand(PrintStream out) {
        super(out);
    }

    @Override
    public Integer call() {
        ObjectsLock lock = now();
        Path file = output;
        if (file == null) {
            file = folder().resolve(
                            release == null ? ContractCheck.LOCK : ContractCheck.RELEASES + "/" + release + ".lock");
        }
        write(file, lock.text());
        print(file + ": " + lock + "\n");
        return ObjectsMain.OK;
    }
}
