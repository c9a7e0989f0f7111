package dev.attacca.indirection;

import dev.attacca.object.ContextBound;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RemotableMethod;
import org.jspecify.annotations.Nullable;

/**
 * A call of a remotable that somebody must perform. Confined to the thread that called.
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
