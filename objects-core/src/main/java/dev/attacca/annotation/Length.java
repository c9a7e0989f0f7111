package dev.attacca.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits how long a value of a field (on its getter) is: UTF-16 units of a String or a SensitiveString, bytes, or elements of a
 * list, set or map.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Length {
    /** The least length, itself allowed. */
    int min() default 0;

    /** The greatest length, itself allowed. */
    int max() default Integer.MAX_VALUE;
}
