package dev.attacca.transport;

import io.netty.channel.Channel;

/**
 * Whether a connection is read: not while its peer leaves too many answers unread, not while it holds more than its share of
 * what is too much for the process, and never again once it was shut.
 *
 * <p>Thread safety: confined to the event loop of its channel, except {@link #paused}.
 */
final class ReadingGate {
    private final Channel channel;
    private final FrameDecoder decoder;
    private final ServerCounters counters;
    private final ByteBudget.Share requests;
    private final ByteBudget.Share replies;
    private final SignsOfLife signs;
    private boolean shut;
    private volatile boolean paused;
    private volatile boolean unread;

    ReadingGate(Channel channel, FrameDecoder decoder, SignsOfLife signs, ServerParts parts) {
        this.channel = channel;
        this.decoder = decoder;
        this.signs = signs;
        this.counters = parts.counters();
        this.requests = parts.requests().new Share();
        this.replies = parts.replies().new Share();
    }

    /** States what the connection holds now. */
    void holds(long requestBytes, long replyBytes) {
        requests.hold(requestBytes);
        replies.hold(replyBytes);
        boolean tooManyReplies = replies.mustStop();
        if (tooManyReplies != unread) {
            unread = tooManyReplies;
        }
        if (!paused && (tooManyReplies || requests.mustStop())) {
            paused = true;
            counters.pauses.increment();
            signs.begin();
            apply();
        }
        // Not an else: what was held elsewhere may have gone just before the others could see that this one waits.
        if (paused && requests.mayGoOn() && replies.mayGoOn()) {
            paused = false;
            signs.end();
            apply();
        }
    }

    /** Whether it is not read because of what it holds. */
    boolean paused() {
        return paused;
    }

    /** Whether its calls, should they wait any longer, must be turned away: there are too many already. */
    boolean requestsFull() {
        return requests.mustStop();
    }

    /** From any thread: whether so many answers wait for this peer that none should be added. */
    boolean repliesFull() {
        return unread;
    }

    /** To be asked again after the writability of the channel has changed. */
    void apply() {
        boolean read = !shut && !paused && channel.isWritable();
        if (read && !channel.config().isAutoRead()) {
            decoder.readAgain();
        }
        channel.config().setAutoRead(read);
    }

    /** Nothing more is read. */
    void shut() {
        shut = true;
        apply();
    }
}
