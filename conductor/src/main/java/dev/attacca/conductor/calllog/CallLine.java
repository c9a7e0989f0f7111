package dev.attacca.conductor.calllog;

import dev.attacca.conductor.dispatch.CallRecord;
import dev.attacca.conductor.json.JsonLine;
import dev.attacca.store.StatementListener;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of a call log; {@code docs/operating-a-conductor.md} promises their keys. */
final class CallLine {
    private static final int LONGEST_NAME = 256;

    private CallLine() {}

    /** One call. No value of a field or a row is in a record, so none is in the line. */
    static String of(Instant time, CallRecord call) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("time", stamp(time));
        line.put("request", call.requestId());
        line.put("call", call.callId());
        line.put("peer", shorten(call.peer()));
        line.put("identity", call.identity() == null ? null : shorten(call.identity()));
        line.put("method", shorten(call.method()));
        line.put("version", call.version());
        line.put("outcome", call.outcome());
        line.put("message", call.message());
        line.put("changed", call.changed());
        line.put("updated", call.updated());
        line.put("backport", call.backport());
        line.put("lost", call.lost());
        line.put("requestBytes", call.requestBytes());
        line.put("replyBytes", call.replyBytes());
        line.put("micros", call.nanos() / 1_000);
        line.put("sql", call.statements().stream().map(CallLine::of).toList());
        return JsonLine.of(line);
    }

    private static Map<String, Object> of(StatementListener.Run run) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("text", run.statement().sql());
        part.put("tables", run.statement().tables());
        part.put("rows", run.rows());
        part.put("micros", run.nanos() / 1_000);
        return part;
    }

    /** What stands in place of lines that had to be dropped. */
    static String dropped(Instant time, long lines) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", stamp(time));
        line.put("dropped", lines);
        return JsonLine.of(line);
    }

    private static String stamp(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).toString();
    }

    /** Names that a peer chose may be as long as its frame. */
    private static String shorten(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }
}
