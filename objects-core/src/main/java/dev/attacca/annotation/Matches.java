package dev.attacca.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Refuses texts of a field (on its getter, String or SensitiveString) that a pattern does not match as a whole. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Matches {
    /**
     * A regular expression of {@link java.util.regex.Pattern}. Peers choose the text, and so how long a pattern that tries many
     * ways would try them: a text at which it looks more than 100,000 times and 64 times for each character is refused as one
     * that it does not match.
     */
    String value();
}
