package dev.attacca.store;

import dev.attacca.object.RequestContext;

/**
 * Is told of every statement that ran, be it in vain, for call logs and counters. Called on the thread of the body right after
 * the statement; what it throws fails the call. Implementations are safe for use by several threads.
 */
@FunctionalInterface
public interface StatementListener {
    /** Listens to nothing. */
    StatementListener NONE = run -> {};

    /** A statement ran. */
    void ran(Run run);

    /**
     * One run of a statement.
     *
     * @param request the request it ran for
     * @param statement its text and what it touches, without the values
     * @param rows how many rows it returned or changed; -1 if it failed
     * @param nanos how long it took, in nanoseconds, the wait for a connection not included
     */
    record Run(RequestContext request, Statement statement, int rows, long nanos) {}
}
