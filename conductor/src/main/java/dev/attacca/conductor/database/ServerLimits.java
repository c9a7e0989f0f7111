package dev.attacca.conductor.database;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a connection tells its server once, so that the server gives up by itself when a conductor died, hangs or forgot. A
 * call's deadline replaces the first two for its transaction.
 */
final class ServerLimits {
    /** By parameter; asked for by name, so that one that a server does not have yet is left out instead of refused. */
    static final Map<String, String> VALUES = values();

    /** Sets all of them for the session, in one statement. */
    static final String SQL = VALUES.entrySet().stream()
            .map(each -> "('" + each.getKey() + "', '" + each.getValue() + "')")
            .collect(Collectors.joining(
                    ", ",
                    "SELECT set_config(s.name, wanted.value, false) FROM pg_settings s JOIN (VALUES ",
                    ") AS wanted(name, value) ON s.name = wanted.name"));

    private ServerLimits() {}

    private static Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("statement_timeout", "10s");
        values.put("lock_timeout", "1s");
        values.put("idle_in_transaction_session_timeout", "5s");
        // From PostgreSQL 17 on; as long as the longest deadline of a call.
        values.put("transaction_timeout", "10min");
        // A backend whose client is gone ends within a second instead of at the end of its statement, locks held until
        // then.
        values.put("client_connection_check_interval", "1s");
        values.put("tcp_keepalives_idle", "10");
        values.put("tcp_user_timeout", "10s");
        return values;
    }
}
