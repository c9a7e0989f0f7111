package dev.attacca.object;

import org.jspecify.annotations.Nullable;

/**
 * Who made the call that a body runs for, as far as whoever received it knows. Bodies may ask it; unlike a {@link
 * RequestContext} nothing of it is the caller's own word.
 *
 * <p>Thread safety: confined to the thread that runs the body.
 */
public interface Caller {
    /** A caller in the process where its bodies run. */
    Caller IN_PLACE = new Caller() {
        @Override
        public @Nullable String identity() {
            return null;
        }

        @Override
        public boolean gone() {
            return false;
        }
    };

    /** Who TLS has proven it to be, or {@code null} where nothing was proven. */
    @Nullable
    String identity();

    /** Whether nobody waits for the answer any more: the call was cancelled, or its connection is gone. */
    boolean gone();
}
