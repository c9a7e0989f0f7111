package dev.attacca.conductor.health;

import dev.attacca.conductor.database.ConnectionPool;
import dev.attacca.conductor.json.JsonLine;
import dev.attacca.transport.TransportCounters;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a conductor was at one moment. Immutable; holds no secret.
 *
 * @param status whether it can serve calls
 * @param version the release it is of
 * @param pid its process
 * @param uptime since it was ready
 * @param schema SHA-256 of its schema set, 64 hex digits
 * @param domains what it serves, by the domain's name, sorted
 * @param embedded whether the database is its own server
 * @param databaseUrl where its database is, without user, password and parameters
 * @param pool the connections to it
 * @param transport what came in and went out since it started
 * @param inFlight calls whose body runs now
 * @param outcomes how many calls ended how, {@code ok} or the error's code
 * @param callLog lines of its call log, or null when there is none
 */
public record Health(
        Status status,
        String version,
        long pid,
        Duration uptime,
        String schema,
        Map<String, DomainHealth> domains,
        boolean embedded,
        String databaseUrl,
        ConnectionPool.Use pool,
        TransportCounters transport,
        int inFlight,
        Map<String, Long> outcomes,
        @Nullable CallLogHealth callLog) {

    /** Whether calls can be served. */
    public enum Status {
        /** They can. */
        UP,
        /** Only those that need no database. */
        DATABASE_DOWN,
        /** No new ones: it is on its way out. */
        STOPPING;

        /** As it is written for programs: {@code database-down}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A call log.
     *
     * @param written calls that have a line
     * @param dropped calls that have none
     */
    public record CallLogHealth(long written, long dropped) {}

    /** One line of JSON; {@code docs/operating-a-conductor.md} promises its keys. */
    public String toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("status", status.text());
        json.put("version", version);
        json.put("pid", pid);
        json.put("uptimeMillis", uptime.toMillis());
        json.put("schema", schema);
        Map<String, Object> shown = new LinkedHashMap<>();
        domains.forEach(
                (name, domain) -> shown.put(name, ordered("migration", domain.migration(), "types", domain.types())));
        json.put("domains", shown);
        json.put("database", database());
        json.put(
                "connections", ordered("now", transport.connectionsNow(), "accepted", transport.connectionsAccepted()));
        json.put("calls", calls());
        json.put("bytes", ordered("in", transport.bytesIn(), "out", transport.bytesOut()));
        json.put(
                "callLog",
                callLog == null ? null : ordered("written", callLog.written(), "dropped", callLog.dropped()));
        return JsonLine.of(json);
    }

    private Map<String, Object> database() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", status == Status.DATABASE_DOWN ? "down" : "up");
        json.put("kind", embedded ? "embedded" : "external");
        json.put("url", databaseUrl);
        json.put("active", pool.active());
        json.put("idle", pool.idle());
        json.put("waiting", pool.waiting());
        json.put("most", pool.most());
        return json;
    }

    private Map<String, Object> calls() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("inFlight", inFlight);
        json.put("queued", transport.callsQueuedNow());
        json.put("executed", transport.callsExecuted());
        json.put("outcomes", outcomes);
        json.put("overloaded", transport.callsOverloaded());
        json.put("expired", transport.callsExpired());
        json.put("cancelled", transport.callsCancelled());
        json.put("dropped", transport.callsDropped());
        return json;
    }

    private static Map<String, Object> ordered(String first, Object one, String second, Object two) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(first, one);
        json.put(second, two);
        return json;
    }
}
