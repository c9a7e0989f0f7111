package dev.attacca.store;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the column of a field (on its getter) where it is not the field in snake case ({@code vm_state} for {@code vmState}). */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Column {
    /** The column, in the form SQL wants it. */
    String value();
}
