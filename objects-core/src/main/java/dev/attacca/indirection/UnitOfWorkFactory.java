package dev.attacca.indirection;

import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;

/**
 * Opens the unit of work in which one call's body runs: everything the body writes becomes visible together, or not at
 * all. Implemented by the store; safe for use by several threads.
 */
@FunctionalInterface
public interface UnitOfWorkFactory {
    /** Units of work for domains that store nothing: bodies find no service in them. */
    UnitOfWorkFactory NONE = (context, method) -> OpenUnit.OF_NOTHING;

    /**
     * Opens a unit for one try of one call, or of several that are one.
     *
     * @param context the call's context, with its deadline and read-deleted mode
     * @param method what is called, of several calls the first that writes; a read-only one may be given cheaper means
     */
    OpenUnit open(ObjectContext context, RemotableMethod method);

    /** An open unit of work. Confined to the thread that runs the body. */
    interface OpenUnit extends ObjectContext.UnitServices, AutoCloseable {
        /** A unit in which nothing is stored; every call may be in it at once, since it has no state. */
        OpenUnit OF_NOTHING = new OpenUnit() {
            @Override
            public <S> S service(Class<S> serviceType) {
                throw new IllegalStateException(serviceType.getSimpleName()
                        + ": not here (expected: a local indirection with a store; give one to Attacca.local)");
            }

            @Override
            public void commit() {
                // Nothing was written.
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };

        /**
         * Told before each body that runs in it: a read-only one must not write, though another call of the unit may.
         */
        default void begin(RemotableMethod method) {}

        /**
         * Asked when the bodies have returned: whether all they wrote is one write that they left to the end, so that it can be a
         * transaction of its own.
         */
        default boolean endsAlone() {
            return false;
        }

        /**
         * Does what the bodies left to the end; told when they have returned, of a batch after each.
         *
         * @param alone whether it is to be visible when this returns, and cannot be undone afterwards; only where
         *     {@link #endsAlone}
         * @throws dev.attacca.error.AttaccaException what the write throws; its outcome says whether it is certain that nothing
         *     was applied
         */
        default void finish(boolean alone) {}

        /**
         * Makes everything written visible.
         *
         * @throws dev.attacca.error.AttaccaException if it could not; its outcome says whether that is certain
         */
        void commit();

        /** Ends the unit; what was not committed is undone. */
        @Override
        void close();
    }
}
