package dev.attacca.transport;

import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * What all connections of one server share.
 *
 * @param times of the calls so far
 * @param lifecycle runs the notices that a session has ended, which must not be lost to a full backlog
 * @param handshakes a permit for each handshake that runs or waits for a worker
 * @param requests the bytes of calls that wait
 * @param replies the bytes of answers that wait
 * @param connections every connection that is open; written by their event loops
 * @param closing whether the server is on its way out, so that a connection accepted in that very moment goes too
 */
record ServerParts(
        ServerOptions options,
        ServerCounters counters,
        ByteBudget requests,
        ByteBudget replies,
        SessionFactory sessions,
        MethodTimes times,
        Executor lifecycle,
        Semaphore handshakes,
        Set<ServerConnection> connections,
        BooleanSupplier closing) {}
