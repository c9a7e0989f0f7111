package dev.attacca.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Remembers a field that is gone, so that older readers and writers are still understood. Older readers find it unset
 * unless a {@link Downgrade} step sets it; what they send in it is offered to {@link Upgrade} steps and then dropped.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Removed.Several.class)
public @interface Removed {
    /** The field's name while it existed. */
    String field();

    /** The field's type while it existed; a scalar or an enum. */
    Class<?> type();

    /** Whether null was allowed. */
    boolean nullable() default true;

    /** The version that brought it; empty means it was there from the start. */
    String since() default "";

    /** The first version without it. */
    String in();

    /** Container of repeated {@link Removed} annotations. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Several {
        /** The removed fields. */
        Removed[] value();
    }
}
