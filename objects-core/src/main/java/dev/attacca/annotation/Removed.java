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
 *
 * <p>On the class, for a field whose type a class literal can name; or, for every type, on the field's former getter, which
 * moves into an interface that is nested in the class and that nobody implements:
 *
 * <pre>{@code
 * interface Past {
 *     @Removed(in = "1.3") @Nullable List<String> getTags();
 * }
 * }</pre>
 *
 * There the getter says name, type, whether null was allowed, and {@link Sensitive} what must not be shown.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(Removed.Several.class)
public @interface Removed {
    /** On the class, the field's name while it existed. */
    String field() default "";

    /** On the class, the field's type while it existed: a scalar, an enum, a nested object or a type of the domain's own. */
    Class<?> type() default void.class;

    /** On the class, whether null was allowed; never of a primitive. */
    boolean nullable() default true;

    /** On the class, whether its values must not be shown. */
    boolean sensitive() default false;

    /** The version that brought it; empty means it was there from the start. */
    String since() default "";

    /** The first version without it. */
    String in();

    /** Container of repeated {@link Removed} annotations. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface Several {
        /** The removed fields. */
        Removed[] value();
    }
}
