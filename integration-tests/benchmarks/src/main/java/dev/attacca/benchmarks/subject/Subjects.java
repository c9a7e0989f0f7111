package dev.attacca.benchmarks.subject;

import dev.attacca.benchmarks.record.OldServerDomain;
import dev.attacca.benchmarks.record.PlainServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The subjects by the names that tables show. */
public final class Subjects {
    /** Our own codec between two sides of one release. */
    public static final String ATTACCA = "attacca";

    /** Our own codec towards a reader two releases behind. */
    public static final String ATTACCA_BACKPORT = "attacca-1.2-to-1.0";

    /** Fory with exactly the same classes on both sides: what we are compared with. */
    public static final String FORY = "fory";

    /** protobuf-java with the message at hand: what we are compared with. */
    public static final String PROTOBUF = "protobuf";

    private static final Map<String, Supplier<Subject>> BY_NAME = byName();

    private Subjects() {}

    private static Map<String, Supplier<Subject>> byName() {
        Map<String, Supplier<Subject>> subjects = new LinkedHashMap<>();
        subjects.put(ATTACCA, AttaccaSubject::sameRelease);
        subjects.put(
                ATTACCA_BACKPORT,
                () -> AttaccaSubject.towards(OldServerDomain.registry().schemaSet()));
        subjects.put(FORY, () -> new ForySubject(false));
        subjects.put("fory-compatible", () -> new ForySubject(true));
        subjects.put("kryo", KryoSubject::new);
        subjects.put(PROTOBUF, () -> new ProtobufSubject(false));
        subjects.put("protobuf-from-object", () -> new ProtobufSubject(true));
        subjects.put("jackson", JacksonSubject::new);
        return subjects;
    }

    /** The names of those that carry the whole record there and back. */
    public static List<String> names() {
        return BY_NAME.keySet().stream()
                .filter(name -> !name.equals(ATTACCA_BACKPORT))
                .toList();
    }

    /**
     * A new subject of that name, after it has shown that it brings everything back.
     *
     * @throws IllegalStateException if what comes back is not what was written
     */
    public static Subject checked(String name) {
        Supplier<Subject> maker = BY_NAME.get(name);
        if (maker == null) {
            throw new IllegalArgumentException("subject: " + name + " (expected one of: " + BY_NAME.keySet() + ")");
        }
        Subject subject = maker.get();
        if (!name.equals(ATTACCA_BACKPORT)) {
            PlainServer back = subject.plain(subject.decode(subject.encode()));
            if (!back.equals(PlainServer.sample())) {
                throw new IllegalStateException(name + ": " + back + " came back (expected: " + PlainServer.sample()
                        + "); a subject that loses something is not measured");
            }
        }
        return subject;
    }
}
