package dev.attacca.compute;

import dev.attacca.contract.ContractCheck;
import dev.attacca.contract.ContractReport;
import dev.attacca.contract.ObjectsLock;
import dev.attacca.error.RegistryException;
import dev.attacca.registry.ObjectDomain;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A copy of this domain in a folder of its own, whose sources can be edited, compiled and checked. */
final class EditedDomain {
    private static final Path HERE = Path.of("");
    private static final String PACKAGE = "src/main/java/dev/attacca/compute";

    private final Path folder;

    private EditedDomain(Path folder) {
        this.folder = folder;
    }

    /** A copy with every release that is supported, and with the newest sources as one more, {@code 1.2}. */
    static EditedDomain copyTo(Path folder) throws IOException {
        EditedDomain domain = new EditedDomain(folder);
        try (Stream<Path> sources = Files.list(HERE.resolve(PACKAGE))) {
            for (Path source : sources.toList()) {
                domain.write(PACKAGE + "/" + source.getFileName(), Files.readString(source));
            }
        }
        for (Path release : ContractCheck.releases(HERE)) {
            domain.write(ContractCheck.RELEASES + "/" + release.getFileName(), Files.readString(release));
        }
        domain.write(
                ContractCheck.RELEASES + "/1.2.lock",
                ObjectsLock.of(new ComputeDomain()).text());
        return domain;
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    /**
     * Replaces texts in the source of a class.
     *
     * @param fromAndTo texts, each followed by what takes its place; a text that is not there is an error
     */
    EditedDomain edit(String simpleName, String... fromAndTo) {
        try {
            String name = PACKAGE + "/" + simpleName + ".java";
            String source = Files.exists(folder.resolve(name)) ? Files.readString(folder.resolve(name)) : "";
            for (int i = 0; i < fromAndTo.length; i += 2) {
                if (!source.contains(fromAndTo[i])) {
                    throw new IllegalArgumentException(simpleName + " has no '" + fromAndTo[i] + "'");
                }
                source = source.replace(fromAndTo[i], fromAndTo[i + 1]);
            }
            write(name, source);
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Compiles it with its generated mappers, writes its lock as a developer would, and checks it. */
    ContractReport check() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("target/classes"));
        compile(classes);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, withoutThisDomain())) {
            ObjectDomain domain = (ObjectDomain) loader.loadClass(ComputeDomain.class.getName())
                    .getConstructor()
                    .newInstance();
            try {
                write(ContractCheck.LOCK, ObjectsLock.of(domain).text());
            } catch (RegistryException refused) {
                // The check tells it.
            }
            return ContractCheck.in(folder).check(domain);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void compile(Path classes) throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        String classPath = System.getProperty("java.class.path");
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.list(folder.resolve(PACKAGE))) {
            boolean compiled = compiler.getTask(
                            said,
                            files,
                            null,
                            List.of(
                                    "-parameters",
                                    "-processor",
                                    "dev.attacca.schema.processor.StoreProcessor",
                                    "-processorpath",
                                    classPath,
                                    "-cp",
                                    classPath,
                                    "-d",
                                    classes.toString()),
                            null,
                            files.getJavaFileObjectsFromPaths(sources.toList()))
                    .call();
            if (!compiled) {
                throw new IllegalArgumentException("the edit does not compile:\n" + said);
            }
        }
    }

    /** Everything of this class path but the classes that the copy has, too. */
    private static ClassLoader withoutThisDomain() {
        return new ClassLoader(EditedDomain.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("dev.attacca.compute.")) {
                    throw new ClassNotFoundException(name);
                }
                return super.loadClass(name, resolve);
            }
        };
    }
}
