package dev.attacca.walk;

import dev.attacca.fleet.Release;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Class paths of releases as loaders that share nothing with this JVM's own classes but the JDK. */
final class ReleaseLoader {
    private ReleaseLoader() {}

    /** A loader of exactly these jars and folders. */
    static URLClassLoader of(Stream<Path> classPath) {
        URL[] urls = classPath
                .map(entry -> {
                    try {
                        return entry.toUri().toURL();
                    } catch (MalformedURLException impossible) {
                        throw new IllegalStateException(impossible);
                    }
                })
                .toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    /** Lets a {@link ReleaseClient} with the classes of a release's agent make its calls. */
    static Map<String, Integer> roundTrips(Release release, String address, String host) {
        Path tests = Path.of("target", "test-classes");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                of(Stream.of(release.agentClassPath(), List.of(tests)).flatMap(List::stream))) {
            // Domains are found through the thread's loader.
            thread.setContextClassLoader(loader);
            @SuppressWarnings("unchecked") // ReleaseClient is one, in whichever loader.
            BiFunction<String, String, Map<String, Integer>> client =
                    (BiFunction<String, String, Map<String, Integer>>) loader.loadClass(ReleaseClient.class.getName())
                            .getConstructor()
                            .newInstance();
            return client.apply(address, host);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException(failed);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
