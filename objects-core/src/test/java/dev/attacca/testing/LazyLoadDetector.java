package dev.attacca.testing;

import dev.attacca.object.LazyLoadListener;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectField;
import dev.attacca.object.VersionedObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fails a test that fetches a lazy field object by object: one round trip for the list and one for each of its elements, "N+1".
 * Watches contexts, and when it is closed says which field was fetched how often from where.
 *
 * <pre>{@code
 * try (LazyLoadDetector detector = LazyLoadDetector.start()) {
 *     report(Book.query(detector.watch(context)).all());
 * }
 * }</pre>
 *
 * <p>Fields that {@code context.load(list, "field")} fetches do not count: that is one round trip.
 *
 * <p>Thread safety: safe for use by several threads.
 */
public final class LazyLoadDetector implements LazyLoadListener, AutoCloseable {
    private static final int OBJECTS = 1;
    private static final StackWalker STACK = StackWalker.getInstance();

    private final Map<String, Loads> loads = new LinkedHashMap<>();
    private final int most;

    private LazyLoadDetector(int most) {
        this.most = most;
    }

    /** A detector that lets one object of a class fetch a field, and no second one. */
    public static LazyLoadDetector start() {
        return allowing(OBJECTS);
    }

    /**
     * A detector that lets some objects fetch each field.
     *
     * @param objects how many different objects of a class may fetch the same field, at least 1
     */
    public static LazyLoadDetector allowing(int objects) {
        if (objects < 1) {
            throw new IllegalArgumentException("objects: " + objects + " (expected: at least 1)");
        }
        return new LazyLoadDetector(objects);
    }

    /** The same request, watched: objects that come from there, and what these hold, are looked at. */
    public ObjectContext watch(ObjectContext context) {
        return context.withLazyLoadListener(this);
    }

    @Override
    public synchronized void loading(VersionedObject object, ObjectField field) {
        String name = object.type().name() + "." + field.name();
        loads.computeIfAbsent(name, unseen -> new Loads(field.name())).add(object, callSite());
    }

    /** The line that read the field: the first one that is neither ours, nor generated, nor the JDK's. */
    private static String callSite() {
        return STACK.walk(frames -> frames.filter(frame -> !isFramework(frame.getClassName()))
                .findFirst()
                .map(frame -> frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                        + frame.getLineNumber() + ")")
                .orElse("nowhere"));
    }

    private static boolean isFramework(String className) {
        return className.startsWith("dev.attacca.object.")
                || className.startsWith("java.")
                || className.equals(LazyLoadDetector.class.getName())
                || className.contains("$Attacca");
    }

    /** The loads of one field. */
    private static final class Loads {
        private final String field;
        private final Set<VersionedObject> objects = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Set<String> sites = new LinkedHashSet<>();

        Loads(String field) {
            this.field = field;
        }

        void add(VersionedObject object, String site) {
            objects.add(object);
            sites.add(site);
        }
    }

    /** Forgets what was seen so far. */
    public synchronized void reset() {
        loads.clear();
    }

    /**
     * Fails if some field was fetched from more objects than allowed; forgets what was seen.
     *
     * @throws AssertionError with every such field, how many objects, where, and what to write instead
     */
    @Override
    public synchronized void close() {
        List<String> problems = new ArrayList<>();
        loads.forEach((name, seen) -> {
            if (seen.objects.size() > most) {
                problems.add(name + " was fetched from " + seen.objects.size() + " objects, one by one, at "
                        + String.join(" and ", seen.sites) + " (expected: at most " + most
                        + "; fetch it for the whole list: context.load(list, \"" + seen.field + "\"))");
            }
        });
        loads.clear();
        if (!problems.isEmpty()) {
            throw new AssertionError("lazy loads: " + problems.size()
                    + (problems.size() == 1 ? " problem" : " problems") + "\n  " + String.join("\n  ", problems));
        }
    }
}
