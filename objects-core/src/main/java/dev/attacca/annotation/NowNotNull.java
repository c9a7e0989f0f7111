package dev.attacca.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a field (on its getter) could be null before a version. Where older data is null, the field gets what an
 * {@link Upgrade} step to that version puts there, or its {@link Default}; one of the two must exist.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface NowNotNull {
    /** The first version in which it is never null. */
    String in();
}
