package dev.attacca.conductor.health;

import dev.attacca.conductor.json.JsonLine;
import dev.attacca.transport.TransportCounters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a conductor has counted up to one moment, for programs that watch it. Every number is there from the start, so that a
 * rate never begins with a gap. Immutable; holds no name that a caller chose.
 */
public final class Counters {
    private static final String PREFIX = "attacca_conductor_";

    private final List<Counted> all = new ArrayList<>();

    /** One name: a number, or one for each value of a label. */
    private record Counted(
            String name,
            boolean grows,
            String help,
            @Nullable String label,
            Map<String, Long> values) {}

    /**
     * The counters of a moment.
     *
     * @param transport what came in and went out
     * @param outcomes how many calls ended how, {@code ok} or the error's code
     */
    public Counters(TransportCounters transport, Map<String, Long> outcomes) {
        Map<String, Long> closed = new TreeMap<>();
        transport
                .connectionsClosed()
                .forEach((reason, count) -> closed.put(reason.name().toLowerCase(Locale.ROOT), count));
        Map<String, Long> notExecuted = new TreeMap<>(Map.of(
                "overloaded", transport.callsOverloaded(),
                "expired", transport.callsExpired(),
                "cancelled", transport.callsCancelled(),
                "dropped", transport.callsDropped()));
        total("connections_accepted", "Connections ever accepted.", transport.connectionsAccepted());
        now("connections", "Connections that are open.", transport.connectionsNow());
        by("connections_closed", "Connections that ended, by reason.", "reason", closed);
        now("tls_handshakes", "TLS handshakes under way.", transport.handshakesNow());
        total("connections_secured", "Connections whose TLS handshake succeeded.", transport.connectionsSecured());
        by(
                "handshakes",
                "Connections that agreed with their caller, by codec.",
                "codec",
                new TreeMap<>(transport.handshakesByCodec()));
        total("calls_received", "Calls and handshakes that arrived in a sound frame.", transport.calls());
        now("calls_waiting", "Calls that wait for a worker.", transport.callsQueuedNow());
        now("calls_in_flight", "Calls that wait, run or are being answered.", transport.callsInFlightNow());
        total("calls_executed", "Calls whose body was entered.", transport.callsExecuted());
        by("calls_not_executed", "Calls whose body was not entered, by reason.", "reason", notExecuted);
        total("calls_answered", "Calls whose answer was written to its end.", transport.callsAnswered());
        total("calls_failed", "Calls answered with a fault.", transport.faults());
        by("call_outcomes", "Calls that were dispatched, by how they ended.", "outcome", new TreeMap<>(outcomes));
        total("parts_sent", "Parts of answers too large for one frame.", transport.partsSent());
        now("request_held_bytes", "Bytes of calls that wait or run.", transport.requestBytesHeldNow());
        now("reply_held_bytes", "Bytes of large or unread answers that wait.", transport.replyBytesHeldNow());
        total("accepting_pauses", "Times that no new connections were accepted.", transport.acceptPauses());
        total("reading_pauses", "Connections stopped because they held too many bytes.", transport.pauses());
        total("flushes", "Times that frames, one or many, were handed to a socket.", transport.flushes());
        total("received_bytes", "Bytes of sound frames received.", transport.bytesIn());
        total("sent_bytes", "Bytes of frames sent.", transport.bytesOut());
    }

    private void total(String name, String help, long value) {
        all.add(new Counted(name, true, help, null, Map.of("", value)));
    }

    private void now(String name, String help, long value) {
        all.add(new Counted(name, false, help, null, Map.of("", value)));
    }

    private void by(String name, String help, String label, Map<String, Long> values) {
        all.add(new Counted(name, true, help, label, values));
    }

    /** One line of JSON: a number for each name, or an object with one for each reason or outcome. */
    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        for (Counted counted : all) {
            json.put(
                    counted.name(), counted.label() == null ? counted.values().getOrDefault("", 0L) : counted.values());
        }
        return JsonLine.of(json);
    }

    /** The text format of Prometheus, version 0.0.4. */
    public String toText() {
        StringBuilder text = new StringBuilder(4096);
        for (Counted counted : all) {
            String name = PREFIX + counted.name() + (counted.grows() ? "_total" : "");
            text.append("# HELP ")
                    .append(name)
                    .append(' ')
                    .append(counted.help())
                    .append('\n');
            text.append("# TYPE ").append(name).append(counted.grows() ? " counter\n" : " gauge\n");
            counted.values().forEach((label, value) -> {
                text.append(name);
                if (counted.label() != null) {
                    text.append('{')
                            .append(counted.label())
                            .append("=\"")
                            .append(escaped(label))
                            .append("\"}");
                }
                text.append(' ').append(value).append('\n');
            });
        }
        return text.toString();
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
