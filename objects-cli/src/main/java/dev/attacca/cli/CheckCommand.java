package dev.attacca.cli;

import dev.attacca.contract.ContractCheck;
import dev.attacca.contract.ContractReport;
import java.io.PrintStream;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Says what the classes would break for the supported releases, and what to write instead.")
final class CheckCommand extends ObjectsCommand {
    @Option(names = "--format", paramLabel = "text|json|sarif", description = "how it says it (default: text)")
    private Format format = Format.TEXT;

    CheckCommand(PrintStream out) {
        super(out);
    }

    private enum Format {
        TEXT,
        JSON,
        SARIF
    }

    @Override
    public Integer call() {
        ContractCheck check = ContractCheck.in(folder());
        Path against = against();
        if (against != null) {
            check = check.against(against);
        }
        try (DomainFolder domain = open()) {
            ContractReport report = check.check(domain.domains());
            print(
                    switch (format) {
                        case TEXT -> report.text();
                        case JSON -> report.json();
                        case SARIF -> report.sarif();
                    });
            return report.passes() ? ObjectsMain.OK : ObjectsMain.NO;
        }
    }
}
