package dev.attacca.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a field (on its getter) had a narrower type before a version. Older data widens by itself; the way back
 * narrows, so a {@link Downgrade} step from that version with its loss declared must exist.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Widened {
    /** The type before; {@code int.class} for a field that is {@code long} now is the one supported narrowing. */
    Class<?> from();

    /** The first version with the present type. */
    String in();
}
