package dev.attacca.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method whose body runs where the object's context says: in place with a local indirection, on a conductor with
 * a remote one. Nothing without this annotation can be called from outside.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Remotable {
    /** The version of the class that brought the method; empty means it was there from the start. */
    String since() default "";

    /** Promises that the body writes nothing. Such a call may be repeated freely. */
    boolean readOnly() default false;

    /**
     * How many elements the result may have: of a list, set, map, {@code ObjectList} or {@code Page}. A body that returns more
     * is undone and answered with {@code TooManyResultsException}; 0 for no limit but that of a message. Calls between bodies
     * are not limited.
     */
    int maxResults() default 0;

    /** How much of the receiver the body needs, and so how much of it travels. */
    Sends sends() default Sends.EVERYTHING_SET;

    /** How much of the receiver a call carries. */
    enum Sends {
        /** Every field that is set. */
        EVERYTHING_SET,
        /**
         * The key, the row version and the changed fields. The body sees the other fields as unset when it runs on a
         * conductor, so it must not read them: the right choice for {@code save()} and {@code destroy()}.
         */
        KEY_AND_CHANGES
    }
}
