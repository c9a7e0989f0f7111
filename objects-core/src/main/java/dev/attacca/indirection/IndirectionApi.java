package dev.attacca.indirection;

import dev.attacca.object.ContextBound;
import dev.attacca.object.RemotableInvoker;
import dev.attacca.object.RemotableMethod;
import org.jspecify.annotations.Nullable;

/**
 * The seam between "here" and "there": performs action requests in place or on a conductor. Implementations are safe for
 * use by several threads.
 *
 * <p>Source: the role of nova's {@code indirection_api}, which is a class attribute there; here a context carries it.
 */
public interface IndirectionApi extends RemotableInvoker {
    /** Performs one request; what goes wrong comes back as {@link ActionReply.Raised}. */
    ActionReply perform(ActionRequest request);

    @Override
    default @Nullable Object invoke(ContextBound receiver, RemotableMethod method, @Nullable Object[] arguments) {
        ActionReply reply = perform(new ActionRequest(receiver, method, arguments));
        if (reply instanceof ActionReply.Returned returned) {
            returned.updates().apply();
            return returned.result();
        }
        throw ((ActionReply.Raised) reply).error();
    }
}
