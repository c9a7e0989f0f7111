package dev.attacca.object;

import org.jspecify.annotations.Nullable;

/**
 * A call of a remotable that somebody must perform. Confined to one thread at a time: whoever performs it owns receiver and
 * arguments until it is answered.
 *
 * @param receiver the versioned object (an object action) or the query (a class action) that was called
 * @param method which of its remotables
 * @param arguments one per parameter
 */
@SuppressWarnings("ArrayRecordComponent") // Bodies take an array; the record is never compared.
public record ActionRequest(
        ContextBound receiver,
        RemotableMethod method,
        @Nullable Object[] arguments) {

    /** The context the receiver is bound to. */
    public ObjectContext context() {
        return receiver.context();
    }
}
