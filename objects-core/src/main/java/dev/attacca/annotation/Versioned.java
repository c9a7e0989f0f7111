package dev.attacca.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares an abstract class as a versioned object and names the version its source describes. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Versioned {
    /** The newest version, {@code major.minor} or {@code major.minor.patch}; patches do not change the shape. */
    String value();

    /** The name peers know the class by; empty means the simple class name. */
    String name() default "";
}
