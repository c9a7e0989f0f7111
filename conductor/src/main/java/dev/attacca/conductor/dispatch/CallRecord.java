package dev.attacca.conductor.dispatch;

import dev.attacca.store.StatementListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one call: who asked for what at which version, what it changed, what the caller's version lost, the SQL
 * that ran. Names only, never values. Immutable.
 *
 * @param requestId the request it belonged to
 * @param callId the caller's process and number of it, the same for every attempt of one call; empty for one that only reads, or where
 *     the caller counts none
 * @param peer the caller's name for itself
 * @param identity who TLS has proven the caller to be, or {@code null} where nothing was proven
 * @param method {@code Instance.save}, {@code Instance.Query.byHost}; or {@code type 3 method 7} where nobody knows
 * @param version the version of the class that crossed the wire, the older of both sides'; empty where none was agreed
 * @param changed the fields of the receiver that the caller had changed
 * @param updated the fields of the receiver that the answer brings up to date
 * @param backport {@code Instance 1.2 -> 1.0} where the caller knows less than this conductor; else empty
 * @param lost what the caller did not get because of its version: {@code Instance.flavor: not in 1.0}
 * @param outcome {@code ok}, or the error's code
 * @param message the error's message, or {@code null} if it is {@code ok}
 * @param requestBytes size of the body that came, in bytes
 * @param replyBytes size of the body that went back, in bytes; 0 for an error
 * @param nanos from taking it up to having the answer, in nanoseconds
 * @param statements the statements that ran, those of undone tries included
 */
public record CallRecord(
        String requestId,
        String callId,
        String peer,
        @Nullable String identity,
        String method,
        String version,
        List<String> changed,
        List<String> updated,
        String backport,
        List<String> lost,
        String outcome,
        @Nullable String message,
        int requestBytes,
        int replyBytes,
        long nanos,
        List<StatementListener.Run> statements) {
    public CallRecord {
        changed = List.copyOf(changed);
        updated = List.copyOf(updated);
        lost = List.copyOf(lost);
        statements = List.copyOf(statements);
    }
}
