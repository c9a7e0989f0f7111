package dev.attacca.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a written step, {@code static void step(SnapshotEditor snapshot)}, that makes a snapshot of one version fit for
 * readers of the version before. It runs before names and types are translated, on whole objects and on partial diffs.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Downgrade {
    /** The version whose snapshots the step is given. */
    String from();

    /** The version the snapshot must fit afterwards. */
    String to();

    /**
     * What a reader of {@link #to()} does not get, in words an operator understands; empty means nothing, and then the step may
     * lose nothing.
     */
    String loses();
}
