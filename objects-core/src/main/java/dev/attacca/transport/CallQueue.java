package dev.attacca.transport;

import dev.attacca.error.Outcome;
import dev.attacca.error.ProtocolException;
import dev.attacca.transport.thrift.Caller;
import dev.attacca.transport.thrift.Conductor;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.apache.thrift.protocol.TMessageType;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection from being handed to its event loop until they end: first they wait until the conductor takes
 * more, then they are in flight.
 *
 * <p>A call that was given up after it was sent keeps its place until its answer comes, so that both ends count the same calls
 * in flight and nobody else is taken for it: only then its sequence id is free for another call.
 *
 * <p>Thread safety: {@link #agreed} from any thread; the rest is confined to the event loop.
 */
final class CallQueue {
    /** What has no answer needs no id of its own. */
    private static final int NO_ANSWER = 0;

    private final Channel channel;
    private final Alarm alarm;
    private final ClientLoop loop;
    private final PendingCalls pending;
    private final RequestWriter writer;
    private final ArrivingParts parts;
    private final IntObjectMap<PendingCall> inFlight = new IntObjectHashMap<>();
    private final Queue<PendingCall> waiting = new ArrayDeque<>();
    private volatile int maxInFlight = 1;

    /** How calls end that come when the connection is gone; null while it is not. */
    private PendingCall.End.@Nullable Broken gone;

    CallQueue(Channel channel, ClientLoop loop, PendingCalls pending, RequestWriter writer, ArrivingParts parts) {
        this.channel = channel;
        this.alarm = new Alarm(channel.eventLoop(), this::sweep);
        this.loop = loop;
        this.pending = pending;
        this.writer = writer;
        this.parts = parts;
    }

    /** The conductor said how many calls it takes at once. */
    void agreed(int calls) {
        maxInFlight = Math.max(1, calls);
    }

    boolean isEmpty() {
        return inFlight.isEmpty() && waiting.isEmpty();
    }

    /** A new call, or one that its caller gave up after it was sent. */
    void take(PendingCall call) {
        if (call.sent()) {
            loop.calls().nobodyWaits(call);
            sendCancel(call);
            return;
        }
        if (gone != null) {
            // Perhaps the loop has ended, and this is not its thread: nothing of the loop's own is touched.
            call.giveUp();
            tell(call, gone);
            return;
        }
        loop.calls().opened(call);
        waiting.add(call);
        pump();
        watch(call);
    }

    /** Sends as many as the conductor and the channel take; somebody must flush. */
    void pump() {
        while (gone == null && inFlight.size() < maxInFlight && channel.isWritable()) {
            PendingCall call = waiting.poll();
            if (call == null) {
                return;
            }
            ByteBuf request = call.takeRequest();
            if (request == null) {
                continue;
            }
            pending.left(call);
            if (call.markSent()) {
                inFlight.put(call.seqid, call);
                writer.write(request);
            } else {
                request.release();
                pending.ended(call);
                loop.calls().closed(call);
            }
        }
    }

    /** Ends the call whose answer this is. */
    void answered(Message message) {
        PendingCall call = inFlight.remove(message.seqid());
        if (call == null || !call.name.equals(message.name())) {
            if (call != null) {
                inFlight.put(call.seqid, call);
            }
            throw new ProtocolException(
                    ProtocolException.BAD_FRAME,
                    "answer " + message.seqid()
                            + " to nothing that was asked (expected: the name and seqid of a call)");
        }
        parts.handedOver(call);
        finish(call, new PendingCall.End.Answered(message));
    }

    /** A part of an answer to one of these calls has come. */
    void arrived(Caller.part_args part, int frameBytes) {
        parts.arrived(part, frameBytes, inFlight.get(part.getSeqid()));
    }

    /** The connection is gone: every call ends, and every one that is still to come. */
    void end(String why, @Nullable Throwable cause) {
        gone = new PendingCall.End.Broken(why, Outcome.REFUSED, cause);
        alarm.stop();
        for (PendingCall call : inFlight.values()) {
            finish(call, new PendingCall.End.Broken(why, Outcome.UNKNOWN, cause));
        }
        inFlight.clear();
        for (PendingCall call = waiting.poll(); call != null; call = waiting.poll()) {
            call.giveUp();
            finish(call, gone);
        }
    }

    private void finish(PendingCall call, PendingCall.End end) {
        try {
            tell(call, end);
        } finally {
            loop.calls().closed(call);
        }
    }

    private void tell(PendingCall call, PendingCall.End end) {
        pending.ended(call);
        if (call.discard()) {
            pending.left(call);
        }
        loop.tell(call, end);
    }

    private void sendCancel(PendingCall call) {
        if (gone == null && inFlight.get(call.seqid) == call) {
            parts.drop(call);
            writer.write(writer.frame(
                    Message.CANCEL, TMessageType.ONEWAY, NO_ANSWER, new Conductor.cancel_args(call.seqid)));
        }
    }

    /** Somebody gave a call up that was not sent: it leaves soon, so that it takes no place from others. */
    void someoneGaveUp() {
        alarm.within(0);
    }

    private void watch(PendingCall call) {
        alarm.within(call.sent() || call.queued() ? call.deadline.remainingNanos() : 0);
    }

    /** Ends the waiting for calls whose time is over, so that futures nobody waits on end too. */
    private void sweep() {
        // First: a cancel that is written may make room for calls that wait, which then are in flight as well.
        List<PendingCall> overdue = new ArrayList<>();
        for (PendingCall call : inFlight.values()) {
            if (!call.isDone() && call.deadline.passed()) {
                overdue.add(call);
            } else if (!call.isDone()) {
                watch(call);
            }
        }
        for (PendingCall call : overdue) {
            if (loop.tell(call, new PendingCall.End.TimedOut(Outcome.UNKNOWN))) {
                sendCancel(call);
            }
        }
        for (Iterator<PendingCall> calls = waiting.iterator(); calls.hasNext(); ) {
            PendingCall call = calls.next();
            if (!call.queued() || call.deadline.passed()) {
                calls.remove();
                call.giveUp();
                finish(call, new PendingCall.End.TimedOut(Outcome.REFUSED));
            } else {
                watch(call);
            }
        }
        channel.flush();
    }
}
