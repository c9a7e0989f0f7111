package dev.attacca.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that wherever this class is declared (a field, an element, an argument, a result), an object of any registered
 * subclass may stand. Each subclass has its own {@link Versioned} version and name, and crosses as itself: a reader that does
 * not know it is told so, and is never given its base instead.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Polymorphic {}
