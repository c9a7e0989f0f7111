package dev.attacca.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a remotable of a class's query that fetches a {@link Lazy} field for many objects at once, so that {@code
 * context.load(objects, "flavor")} is one call:
 *
 * <pre>{@code
 * @Remotable(readOnly = true)
 * @Loads(field = "flavor", by = "flavorId")
 * public List<Flavor> flavorsOf(List<String> flavorIds) { … }
 * }</pre>
 *
 * <p>It is given each value once and returns one element per value, in the same order. Only the values travel, not the objects.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Loads {
    /** The lazy field that it fetches. */
    String field();

    /** The field whose values it is given; empty means the class's {@link Key}. Where the value is null, so is what is fetched. */
    String by() default "";
}
