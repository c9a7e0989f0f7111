package dev.attacca.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a field (on its getter) can be set while it is unset, and to nothing else afterwards. Its setter checks that, and
 * so does the update of a stored object, which refuses a value that differs from the row's as a conflict: what a peer says it
 * changed is not checked before, since the value before does not travel.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface WriteOnce {}
