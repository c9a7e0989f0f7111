package dev.attacca.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Makes domains with migrations of a test's choice, each a class of a class loader of its own, as in a real class path. */
final class TestDomains {
    private static final String PACKAGE = "dev/attacca/store/";
    private static final String CLASS = PACKAGE + "TestDomains$Loaded.class";

    private TestDomains() {}

    /** The class that is loaded anew for each domain; its name comes from a file beside it. */
    public static final class Loaded implements StoredDomain {
        @Override
        public String name() {
            try (InputStream in = Objects.requireNonNull(Loaded.class.getResourceAsStream("name.txt"))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /** Another class with the same name of the domain. */
    static final class Second implements StoredDomain {
        @Override
        public String name() {
            return "shop";
        }
    }

    /** A domain whose class path is a folder; files are given as name, text, name, text. */
    static StoredDomain inFolder(Path folder, String name, String... files) throws IOException {
        Path home = Files.createDirectories(folder.resolve(PACKAGE));
        Files.write(folder.resolve(CLASS), classBytes());
        Files.writeString(home.resolve("name.txt"), name);
        Path migrations = Files.createDirectories(home.resolve("migrations"));
        for (int i = 0; i < files.length; i += 2) {
            Files.writeString(migrations.resolve(files[i]), files[i + 1]);
        }
        return load(folder);
    }

    /** A domain whose class path is a jar; with or without entries for its folders. */
    static StoredDomain inJar(Path jar, boolean folderEntries, String name, String... files) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            if (folderEntries) {
                entries.putNextEntry(new JarEntry(PACKAGE + "migrations/"));
            }
            put(entries, CLASS, classBytes());
            put(entries, PACKAGE + "name.txt", name.getBytes(StandardCharsets.UTF_8));
            put(entries, PACKAGE + "migrations-of-others/V0009__x.sql", new byte[0]);
            for (int i = 0; i < files.length; i += 2) {
                put(entries, PACKAGE + "migrations/" + files[i], files[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return load(jar);
    }

    private static void put(JarOutputStream entries, String name, byte[] bytes) throws IOException {
        entries.putNextEntry(new JarEntry(name));
        entries.write(bytes);
    }

    private static byte[] classBytes() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(TestDomains.class.getResourceAsStream("TestDomains$Loaded.class"))) {
            return in.readAllBytes();
        }
    }

    private static StoredDomain load(Path place) {
        try {
            URLClassLoader own = new OwnFirst(place.toUri().toURL());
            Class<?> loaded = own.loadClass(CLASS.replace('/', '.').replace(".class", ""));
            return (StoredDomain) loaded.getConstructor().newInstance();
        } catch (MalformedURLException | ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Loads the domain's class from its own place, everything else from the test's. */
    private static final class OwnFirst extends URLClassLoader {
        OwnFirst(URL place) {
            super(new URL[] {place}, TestDomains.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean own = name.endsWith("TestDomains$Loaded");
            Class<?> known = own ? findLoadedClass(name) : null;
            return known != null ? known : own ? findClass(name) : super.loadClass(name, resolve);
        }

        @Override
        public URL getResource(String name) {
            return findResource(name);
        }
    }
}
