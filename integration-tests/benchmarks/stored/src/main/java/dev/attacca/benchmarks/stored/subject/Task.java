package dev.attacca.benchmarks.stored.subject;

/** What one caller does again and again. Confined to the caller's thread. */
@FunctionalInterface
public interface Task {
    /** Makes ready for the next time; not measured as time. */
    default void before() throws Exception {}

    /**
     * Does it once.
     *
     * @throws Exception if it was not done
     */
    void run() throws Exception;

    /**
     * Looks at what was done where that takes a look at the table; not measured as time.
     *
     * @throws Exception if it was not done
     */
    default void after() throws Exception {}
}
