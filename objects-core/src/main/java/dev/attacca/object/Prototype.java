package dev.attacca.object;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes instances of a generated subclass: the first through the subclass's constructor, which takes reflection, and every
 * other through the first, whose class has a method for that. Safe for use by several threads.
 *
 * @param <T> the abstract class
 */
public final class Prototype<T extends ContextBound> {
    private final Class<? extends T> generated;
    private final Supplier<? extends T> constructor;
    // Several threads may each make a first one: they are alike, and nothing of them but their class is looked at.
    private @Nullable T first;

    /** For the writer of the subclass. */
    public Prototype(Class<? extends T> generated, Supplier<? extends T> constructor) {
        this.generated = generated;
        this.constructor = constructor;
    }

    Class<? extends T> generated() {
        return generated;
    }

    @SuppressWarnings("unchecked") // It makes nothing but its like.
    T make() {
        T known = first;
        if (known == null) {
            known = constructor.get();
            first = known;
        }
        return (T) ((ContextBound) known).attaccaNew();
    }
}
