package dev.attacca.walk;

import dev.attacca.fleet.Release;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * A language with a Thrift library, and what it takes to run a program in it: the library, and the code that the Thrift compiler makes
 * of the contract. What a machine lacks is a reason to skip, but in CI a failure.
 */
enum ForeignLanguage {
    PYTHON(
            "library.py",
            "py",
            "Python's Thrift library: not found (expected: python3 that can import thrift);"
                    + " apt-get install python3-thrift") {
        @Override
        @Nullable
        String interpreter(Path folder) {
            // One that was put before the system's does not see the system's packages.
            return Stream.of("python3", "/usr/bin/python3")
                    .filter(python -> Commands.works(folder, python, "-c", "import thrift"))
                    .findFirst()
                    .orElse(null);
        }
    },

    NODE(
            "library.js",
            "js:node",
            "Node's Thrift library: not found (expected: node, and src/test/foreign/node_modules);"
                    + " apt-get install nodejs npm; npm ci --prefix integration-tests/walk/src/test/foreign") {
        @Override
        @Nullable
        String interpreter(Path folder) {
            link(folder.resolve("node_modules"), SOURCES.resolve("node_modules"));
            return Commands.works(folder, "node", "-e", "require('thrift')") ? "node" : null;
        }
    };

    /** The programs, as they are in the clone. */
    static final Path SOURCES = Path.of("src/test/foreign").toAbsolutePath();

    private static final Path UNPACKED_COMPILER =
            Path.of("target/thrift-compiler/bin/thrift").toAbsolutePath();
    private static final Path CONTRACT = Release.home().resolve("objects-core/src/main/thrift/conductor.thrift");

    private final String program;
    private final String generator;
    private final String missing;

    ForeignLanguage(String program, String generator, String missing) {
        this.program = program;
        this.generator = generator;
        this.missing = missing;
    }

    /** The interpreter that has the library, or null. */
    abstract @Nullable String interpreter(Path folder);

    /** The file of its program. */
    String program() {
        return program;
    }

    /** What its program prints, run as its user would, in a folder with the program and the generated code. */
    String run(Path folder, String... arguments) {
        copy(folder);
        generate(folder);
        String interpreter = Optional.ofNullable(interpreter(folder)).orElseThrow(() -> cannotRun(missing));
        String[] command = Stream.concat(Stream.of(interpreter, program), Stream.of(arguments))
                .toArray(String[]::new);
        Commands.Ended ended = Commands.run(folder, command);
        if (ended.exit() != 0) {
            throw new AssertionError(program + ": exit code " + ended.exit() + ", said: " + ended.output());
        }
        return ended.output();
    }

    private void copy(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.copy(SOURCES.resolve(program), folder.resolve(program), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private void generate(Path folder) {
        Commands.Ended ended = Commands.run(folder, compiler(folder), "--gen", generator, CONTRACT.toString());
        if (ended.exit() != 0) {
            throw new AssertionError("thrift --gen " + generator + ": " + ended.output());
        }
    }

    private static String compiler(Path folder) {
        // Unpacking does not always keep the mode.
        if (Files.exists(UNPACKED_COMPILER) && UNPACKED_COMPILER.toFile().setExecutable(true)) {
            return UNPACKED_COMPILER.toString();
        }
        if (Commands.works(folder, "thrift", "--version")) {
            return "thrift";
        }
        throw cannotRun(
                "the Thrift compiler: not found (expected: in target/thrift-compiler, where Maven unpacks it on Linux"
                        + " x86_64, or on the path); apt-get install thrift-compiler");
    }

    /** What skips the test when thrown; in CI, where everything must be there, it fails at once. */
    private static TestAbortedException cannotRun(String why) {
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionFailedError(why + " (CI=true: not skipped)");
        }
        return new TestAbortedException(why);
    }

    static void link(Path link, Path target) {
        try {
            if (Files.exists(target) && !Files.exists(link)) {
                Files.createSymbolicLink(link, target);
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
