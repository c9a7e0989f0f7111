package dev.attacca.conductor.dispatch;

import dev.attacca.store.StatementListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one call: who asked for what at which version, what it changed, what the caller's version lost, the SQL
 * that ran. Names only, never values. Immutable; texts are made when somebody asks for them, so that a call that nobody logs pays for none.
 */
public interface CallRecord {
    /** The request it belonged to. */
    String requestId();

    /**
     * The caller's process and number of it, the same for every attempt of one call; empty for one that only reads, or where
     * the caller counts none.
     */
    String callId();

    /** The caller's name for itself. */
    String peer();

    /** Who TLS has proven the caller to be, or {@code null} where nothing was proven. */
    @Nullable
    String identity();

    /** {@code Instance.save}, {@code Instance.Query.byHost}; or {@code type 3 method 7} where nobody knows. */
    String method();

    /** The version of the class that crossed the wire, the older of both sides'; empty where none was agreed. */
    String version();

    /** The fields of the receiver that the caller had changed. */
    List<String> changed();

    /** The fields of the receiver that the answer brings up to date. */
    List<String> updated();

    /** {@code Instance 1.2 -> 1.0} where the caller knows less than this conductor; else empty. */
    String backport();

    /** What the caller did not get because of its version: {@code Instance.flavor: not in 1.0}. */
    List<String> lost();

    /** {@code ok}, or the error's code. */
    String outcome();

    /** The error's message, or {@code null} if it is {@code ok}. */
    @Nullable
    String message();

    /** Size of the body that came, in bytes. */
    int requestBytes();

    /** Size of the body that went back, in bytes; 0 for an error. */
    int replyBytes();

    /** From taking it up to having the answer, in nanoseconds. */
    long nanos();

    /** The statements that ran, those of undone tries included. */
    List<StatementListener.Run> statements();
}
