package dev.attacca.store;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that the objects of a versioned class are rows of a table. Beside the class are then generated its field tokens
 * ({@code InstanceFields}, for everybody) and its mapper ({@code InstanceMapper}, for bodies that run where the database is).
 *
 * <p>Every scalar, boxed scalar and enum field is a column, and so is a string map marked {@link Json}; fields that hold
 * objects are not. A field without null whose column holds NULL is <em>unset</em> in the object, and back.
 *
 * <p>A class that is {@link dev.attacca.object.SoftDeletable} needs one column more than it has fields:
 * {@code deleted bigint NOT NULL DEFAULT 0}. It is 0 in a live row and the number of the deleting transaction in a dead one,
 * so rows that died together can be told; unique indexes end with {@code WHERE deleted = 0}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Table {
    /** The table, in the form SQL wants it: {@code instances} or {@code billing.invoices}. */
    String value();

    /** The schema domain that the table belongs to; empty means the last part of the package, {@code compute}. */
    String domain() default "";
}
