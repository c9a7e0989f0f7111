package dev.attacca.transport;

import dev.attacca.transport.thrift.Reply;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The reply to a call that nobody waits for: read on a callback thread when the call has ended. Fails as a stage behind the call would.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class ComingReply extends CompletableFuture<Reply> implements PendingCall.Listener, Callbacks.Callback {
    private static final Object ENDED = new Object();
    private static final VarHandle TOLD;

    static {
        try {
            TOLD = MethodHandles.lookup().findVarHandle(ComingReply.class, "told", Object.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final ClientConnection<?> connection;
    private final PendingCall call;
    private final Function<Message, Reply> read;

    /** Who is told of the end, or that it is there. */
    @SuppressWarnings("unused") // By TOLD.
    private volatile @Nullable Object told;

    ComingReply(ClientConnection<?> connection, PendingCall call, Function<Message, Reply> read) {
        this.connection = connection;
        this.call = call;
        this.read = read;
    }

    /** As {@link #whenComplete}, for one listener and without a stage. */
    void tell(BiConsumer<@Nullable Reply, @Nullable Throwable> listener) {
        if (!TOLD.compareAndSet(this, null, listener)) {
            var unused = whenComplete(listener);
        }
    }

    @SuppressWarnings("unchecked") // Only tell() puts listeners there.
    private void ended(@Nullable Reply reply, @Nullable Throwable failure) {
        if (TOLD.getAndSet(this, ENDED) instanceof BiConsumer<?, ?> listener) {
            ((BiConsumer<@Nullable Reply, @Nullable Throwable>) listener).accept(reply, failure);
        }
    }

    private void failed(Throwable failure) {
        CompletionException told = new CompletionException(failure);
        if (completeExceptionally(told)) {
            ended(null, told);
        }
    }

    @Override
    public void ended() {
        connection.callbacks().run(this);
    }

    @Override
    public void refused(Throwable why) {
        failed(why);
    }

    @Override
    public void run() {
        if (isDone()) {
            return;
        }
        Reply reply;
        try {
            reply = connection.ended(call, read);
        } catch (Throwable thrown) {
            // Throwable: whatever it is, somebody waits for this stage.
            failed(thrown);
            return;
        }
        if (complete(reply)) {
            ended(reply, null);
        }
    }

    /** Whoever cancels knows: nobody is told. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            connection.link().withdraw(call);
        }
        return cancelled;
    }
}
