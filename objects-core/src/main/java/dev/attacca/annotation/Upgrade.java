package dev.attacca.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a written step, {@code static void step(SnapshotEditor snapshot)}, that completes data of an older version. It
 * runs after names and types were translated, on whole objects and on partial diffs.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Upgrade {
    /** The version the data came in. */
    String from();

    /** The version the step completes it to. */
    String to();
}
