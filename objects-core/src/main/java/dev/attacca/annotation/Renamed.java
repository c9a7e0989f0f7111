package dev.attacca.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a field (on its getter) had another name before a version; once for each version that renamed it. Nothing is lost
 * in either direction.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Renamed.Several.class)
public @interface Renamed {
    /** The name before. */
    String from();

    /** The first version with the name after: the present one, or the {@link #from()} of the next renaming. */
    String in();

    /** Container of repeated {@link Renamed} annotations. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface Several {
        /** The renamings, in any order. */
        Renamed[] value();
    }
}
