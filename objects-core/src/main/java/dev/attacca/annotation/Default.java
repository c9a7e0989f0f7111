package dev.attacca.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a field (on its getter) the value that {@code setDefaults} sets while it is unset. A new object has all fields unset
 * all the same. A field that is never null takes its default where it is set to null.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Default {
    /**
     * The value as text, read once when the registry is built: a number, {@code true}, an enum constant's name, the canonical
     * form of any other value.
     *
     * <p>A list or set of these is {@code [first, second]}, a map {@code {key=value, other=value}}, empty ones {@code []} and
     * {@code {}}; blanks around elements do not count. A text that is empty, begins with a quote, or holds a comma or (in maps)
     * {@code =} is written in single quotes, a quote in it twice: {@code ['', 'a, b', 'it''s']}. Collections of collections,
     * objects or nulls have an empty default or none.
     */
    String value();
}
