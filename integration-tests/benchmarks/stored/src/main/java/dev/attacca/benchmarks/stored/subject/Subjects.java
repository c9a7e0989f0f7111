package dev.attacca.benchmarks.stored.subject;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Who is measured. */
public final class Subjects {
    /** Ours: remotables, run in place, over generated mappers and units of work. */
    public static final String ATTACCA = "attacca";

    /** By hand. */
    public static final String JDBC = "jdbc";

    public static final String JOOQ = "jooq";
    public static final String JDBI = "jdbi";
    public static final String HIBERNATE = "hibernate";

    /** By hand: PostgreSQL's COPY. */
    public static final String COPY = "jdbc-copy";

    /** By hand: an array for each column. */
    public static final String UNNEST = "jdbc-unnest";

    /** By hand: JDBC's batches, rewritten by the driver into statements of many rows. */
    public static final String BATCH = "jdbc-batch";

    /** No Java at all: {@code pgbench -M prepared}. Not among {@link #names}, as it runs by itself. */
    public static final String PGBENCH = "pgbench";

    private static final Map<String, Supplier<Subject>> MADE = new LinkedHashMap<>();

    static {
        MADE.put(ATTACCA, AttaccaSubject::new);
        MADE.put(JDBC, JdbcSubject::new);
        MADE.put(JOOQ, JooqSubject::new);
        MADE.put(JDBI, JdbiSubject::new);
        MADE.put(HIBERNATE, HibernateSubject::new);
        MADE.put(COPY, () -> new CreatingSubject(ManyRows::copy));
        MADE.put(UNNEST, () -> new CreatingSubject(ManyRows::unnest));
        MADE.put(BATCH, () -> new CreatingSubject(ManyRows::batch));
    }

    private Subjects() {}

    /** Those that run in a JVM. */
    public static List<String> names() {
        return List.copyOf(MADE.keySet());
    }

    /**
     * The subject of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Subject of(String name) {
        Supplier<Subject> made = MADE.get(name);
        if (made == null) {
            throw new IllegalArgumentException("subject: " + name + " (expected: one of " + names() + ")");
        }
        return made.get();
    }
}
