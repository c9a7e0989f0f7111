package dev.attacca.walk;

import dev.attacca.fleet.Release;
import dev.attacca.registry.ObjectDomain;
import dev.attacca.registry.ObjectRegistry;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** The compute domain of a frozen release on today's framework, in this JVM beside today's domain. */
final class FrozenDomain extends URLClassLoader {
    private static final String DOMAIN = "dev.attacca.compute.";

    private FrozenDomain(URL[] release) {
        super(release, FrozenDomain.class.getClassLoader());
    }

    static ObjectRegistry of(Release release) {
        URL[] jars = release.agentClassPath().stream().map(FrozenDomain::url).toArray(URL[]::new);
        try {
            // Never closed: its classes live as long as this JVM.
            Object domain = new FrozenDomain(jars)
                    .loadClass(DOMAIN + "ComputeDomain")
                    .getConstructor()
                    .newInstance();
            return ObjectRegistry.builder().add((ObjectDomain) domain).build();
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(DOMAIN)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? findClass(name) : known;
        }
    }
}
