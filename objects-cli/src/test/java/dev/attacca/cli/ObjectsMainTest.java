package dev.attacca.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a domain of a user's own, which is compiled here and is on no class path of this module. */
class ObjectsMainTest {
    private static final String BOX = """
            package shop;
            import dev.attacca.annotation.Versioned;
            import dev.attacca.object.VersionedObject;
            @Versioned("1.0")
            public abstract class Box extends VersionedObject {
                public abstract String getLabel();
            }
            """;
    private static final String LOCK = """
            attacca objects lock 1
            class Box 1.0
              field label: string; read-only
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void aDomainOfOneClass() throws Exception {
        write("src/main/java/shop/ShopDomain.java", """
                package shop;
                import dev.attacca.object.VersionedObject;
                import dev.attacca.registry.ObjectDomain;
                import java.util.List;
                public final class ShopDomain implements ObjectDomain {
                    @Override public String name() { return "shop"; }
                    @Override public List<Class<? extends VersionedObject>> types() { return List.of(Box.class); }
                }
                """);
        write("target/classes/META-INF/services/dev.attacca.registry.ObjectDomain", "shop.ShopDomain\n");
        compile(BOX);
    }

    @Test
    void locksAndChecksADomain() throws Exception {
        assertThat(run("check")).isEqualTo(3);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith(
                        "DOMAIN/objects.lock:1: error LOCK_OUT_OF_DATE objects.lock\n".replace("DOMAIN", "" + folder));

        assertThat(run("lock")).isZero();
        assertThat(run("lock", "--release", "1.0")).isZero();
        assertThat(folder.resolve("objects.lock")).hasContent(LOCK);
        assertThat(folder.resolve("releases/1.0.lock")).hasContent(LOCK);
        assertThat(said("check")).isEqualTo("objects check: 0 problems; against 1.0\n");
    }

    @Test
    void saysNoToABreakingEditWithItsLine() throws Exception {
        run("lock");
        run("lock", "--release", "1.0");
        compile(BOX.replace("getLabel", "getTitle"));

        assertThat(run("check")).isEqualTo(3);
        String said = out.toString(StandardCharsets.UTF_8);
        assertThat(said.replace(folder.toString(), "shop"))
                .contains("shop/src/main/java/shop/Box.java:6: error FIELD_RENAMED_WITHOUT_HISTORY Box.title\n")
                .contains("  write:  @Renamed(from = \"label\", in = \"1.1\") public abstract String getTitle();\n");
        assertThat(run("check", "--format", "sarif")).isEqualTo(3);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\n  \"$schema\"");
        assertThat(run("check", "--format", "json")).isEqualTo(3);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\n  \"passes\": false");
        assertThat(said("diff"))
                .isEqualTo(" class Box\n-    field label: string; read-only\n+    field title: string; read-only\n");
        assertThat(said("diff", "--against", folder.resolve("objects.lock").toString()))
                .isEqualTo(out.toString(StandardCharsets.UTF_8));
        assertThat(said("changelog")).isEqualTo("""
                        Box 1.0
                          - new field title: string
                          - field label is gone, and nothing remembers it
                        """);
    }

    @Test
    void showsWhatTheClassesState() throws Exception {
        assertThat(said("show")).isEqualTo(LOCK);
        assertThat(said("show", "Box")).isEqualTo(LOCK.substring(LOCK.indexOf("class")));
        assertThat(run("show", "Crate")).isEqualTo(2);
        assertThat(problem()).isEqualTo("objects: show: Crate (expected: an enum, or one of [Box 1.0])\n");
    }

    @Test
    void takesAClassPathInsteadOfTheFoldersClasses() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.move(folder.resolve("target/classes"), elsewhere.resolve("classes"));

        assertThat(run("show")).isEqualTo(2);
        assertThat(problem())
                .isEqualTo("objects: --domain: " + folder + " has no compiled classes (expected: target/classes or"
                        + " build/classes/java/main; compile it first, or name them with --classpath)\n");
        assertThat(said("show", "--classpath", elsewhere.resolve("classes").toString()))
                .isEqualTo(LOCK);
        assertThat(run("show", "--classpath", folder.resolve("nowhere").toString()))
                .isEqualTo(2);
        assertThat(run("show", "--classpath", folder.toString())).isEqualTo(2);
        assertThat(problem()).startsWith("objects: domain: none in " + folder + " (expected: META-INF/services/");
    }

    @Test
    void whatCannotBeDoneAsItIsEndsWithTwo() throws Exception {
        assertThat(run("diff")).isEqualTo(2);
        assertThat(problem())
                .isEqualTo("objects: releases: none in " + folder.resolve("releases")
                        + " (expected: a lock to compare with; name one with --against)\n");
        write("objects.lock", "<<<<<<< HEAD\n");
        assertThat(run("check")).isEqualTo(2);
        assertThat(problem()).startsWith("objects: " + folder + "/objects.lock:1: '<<<<<<< HEAD' (expected: ");
        assertThat(run("check", "--format", "xml")).isEqualTo(2);
        assertThat(run("chekc")).isEqualTo(2);
        assertThat(ObjectsMain.run(stream(out), stream(err))).isEqualTo(2);
        assertThat(problem()).startsWith("objects: no command (expected: check, lock, diff, show or changelog)");
        assertThat(ObjectsMain.run(stream(out), stream(err), "--help")).isZero();
    }

    private String said(String... arguments) {
        assertThat(run(arguments))
                .as("exit code of %s, %s", List.of(arguments), err)
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    private String problem() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--domain";
        all[arguments.length + 1] = folder.toString();
        return ObjectsMain.run(stream(out), stream(err), all);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        bytes.reset();
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private void compile(String box) throws Exception {
        write("src/main/java/shop/Box.java", box);
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        int failed = compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                folder.resolve("target/classes").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                folder.resolve("src/main/java/shop/Box.java").toString(),
                folder.resolve("src/main/java/shop/ShopDomain.java").toString());
        assertThat(failed).isZero();
    }

    private void write(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
