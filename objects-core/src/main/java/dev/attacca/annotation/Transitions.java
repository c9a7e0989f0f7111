package dev.attacca.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes an enum field (on its getter) a state machine: after its first value, which is free, it goes only where a line says.
 * A state without a line is final. Staying is no transition.
 *
 * <p>Its setter checks that, and so does the update of a stored object: a state to which no way leads from the row's, in any
 * number of steps, is refused as a conflict. What a peer says it changed is not checked before, since the state before does
 * not travel.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Transitions {
    /** One line for each state that can be left: {@code BUILDING->ACTIVE|ERROR}. */
    String[] value();
}
