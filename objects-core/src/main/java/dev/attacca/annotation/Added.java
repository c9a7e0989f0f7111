package dev.attacca.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says in which version a field (on its getter) or an enum constant appeared. Readers of an older version never see the
 * field; they see the constant's {@link #fallback()} instead of the constant.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.FIELD})
public @interface Added {
    /** The version of the declaring class (for a constant: of the class that holds the field) that brought it. */
    String in();

    /** For enum constants only, and there required: the constant that older readers are given. */
    String fallback() default "";
}
