package dev.attacca.conductor.dispatch;

/**
 * Is told of every call once it is answered. Called on the worker that ran it, so it must be quick; safe for use by several
 * threads.
 */
@FunctionalInterface
public interface CallObserver {
    /** Told of a call. */
    void called(CallRecord call);
}
