package dev.attacca.indirection;

import dev.attacca.error.AttaccaException;
import dev.attacca.object.RemotableInvoker;
import org.jspecify.annotations.Nullable;

/** What came back from a remotable call. */
public sealed interface ActionReply extends RemotableInvoker.Answer {

    /**
     * Brings the caller's receiver up to date and returns the result.
     *
     * @throws AttaccaException what was raised instead; the receiver is then untouched
     */
    @Override
    default @Nullable Object apply() {
        if (this instanceof Returned returned) {
            returned.updates().apply();
            return returned.result();
        }
        throw ((Raised) this).error();
    }

    /**
     * The body ran to its end and what it wrote is durable.
     *
     * @param result what it returned; {@code null} for {@code void} or where the method may return it
     * @param updates what brings the caller's receiver up to date; applied all or not at all
     */
    record Returned(@Nullable Object result, Updates updates) implements ActionReply {}

    /**
     * It did not; the caller's receiver is untouched.
     *
     * @param error what the body or the framework threw
     */
    record Raised(AttaccaException error) implements ActionReply {}

    /** What a reply changes in the caller's objects. */
    @FunctionalInterface
    interface Updates {
        /** Nothing: the receiver is up to date already. */
        Updates NONE = () -> {};

        /** Applies them; cannot fail half way. */
        void apply();
    }
}
