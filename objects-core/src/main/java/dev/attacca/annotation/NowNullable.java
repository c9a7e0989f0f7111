package dev.attacca.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a field (on its getter) could not be null before a version. Older readers are given the field's {@link Default}
 * instead of null, or what a {@link Downgrade} step from that version puts there; one of the two must exist.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface NowNullable {
    /** The first version in which it may be null. */
    String in();
}
