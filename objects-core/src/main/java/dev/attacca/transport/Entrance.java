package dev.attacca.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether new connections are accepted: not while the process holds nearly as many bytes for its callers as it may. Before any
 * caller is made to wait, or turned away, there are no more of them; who comes meanwhile waits in the backlog of the operating
 * system, and goes to another conductor if there is one.
 *
 * <p>Thread safety: {@link #look} from any thread; the rest is confined to the event loop of the listening channel.
 */
final class Entrance extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);

    private final ByteBudget requests;
    private final ByteBudget replies;
    private final ServerCounters counters;
    private volatile @Nullable Channel listener;

    Entrance(ByteBudget requests, ByteBudget replies, ServerCounters counters) {
        this.requests = requests;
        this.replies = replies;
        this.counters = counters;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        listener = context.channel();
    }

    /** What is held has become much, or little. */
    void look() {
        Channel known = listener;
        if (known == null) {
            return;
        }
        try {
            known.eventLoop().execute(() -> decide(known));
        } catch (RejectedExecutionException e) {
            // The loop has ended, and so has the server.
            LOG.debug("nobody is accepted any more");
        }
    }

    private void decide(Channel known) {
        boolean open = known.config().isAutoRead();
        if (open && (requests.nearlyFull() || replies.nearlyFull())) {
            counters.acceptPauses.increment();
            LOG.warn(
                    "no new connections for now: {} bytes of calls and {} of answers are held; spread the callers over"
                            + " more conductors if this comes often",
                    requests.held(),
                    replies.held());
            known.config().setAutoRead(false);
        } else if (!open && requests.low() && replies.low()) {
            known.config().setAutoRead(true);
        }
    }
}
