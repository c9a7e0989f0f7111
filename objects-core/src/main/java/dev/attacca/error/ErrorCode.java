package dev.attacca.error;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names an error of a domain for its peers. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ErrorCode {
    /** The stable name, such as {@code QUOTA_EXCEEDED}: capitals, digits and {@code _}, the same in every release. */
    String value();

    /**
     * The code of the framework's error that this one is a special case of, such as {@link ConflictException#CODE}: a peer whose
     * release does not know this error sees that one. Empty for none; such a peer then sees a {@link RemoteFailureException}.
     */
    String refines() default "";

    /** Whether the same call may succeed if it is made again without changing anything. */
    boolean retryable() default false;
}
