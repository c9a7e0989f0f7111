package dev.attacca.store;

import dev.attacca.object.Deadline;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the server is told beside a statement, in the same round trip: until when it may take, and on whose behalf it runs. Sent
 * as a statement of its own before it: folded into the statement itself a time limit would not bound that one, whose timer already
 * runs. Every setting ends with its transaction, also with that of a single statement, so none reaches the next user of the
 * connection.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class SessionSettings {
    /** As long as PostgreSQL shows a name. */
    private static final int LONGEST_NAME = 63;

    /** Leaves room for the id of a request that our own callers counted. */
    private static final int LONGEST_OWN_NAME = 26;

    private static final String LIMITS =
            "set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true)";
    private static final String BEHALF = "set_config('application_name', ?, true), set_config('attacca.user', ?, true),"
            + " set_config('attacca.project', ?, true), set_config('attacca.request', ?, true),"
            + " set_config('attacca.agent', ?, true)";

    /** What is kept back for the answer to travel. */
    private static final long MARGIN_MILLIS = 50;

    private static final long LONGEST_LOCK_WAIT_MILLIS = 1_000;
    private static final int MOST_TEXTS = 2_048;

    private final String name;
    private final ConcurrentHashMap<String, Texts> texts = new ConcurrentHashMap<>();

    /** Settings of a process that calls itself so. */
    SessionSettings(String name) {
        this.name = name.substring(0, Math.min(name.length(), LONGEST_OWN_NAME));
    }

    /** A statement's text with what may precede it; each is one text, so that driver and server keep it prepared. */
    private record Texts(String limited, String onBehalf, String both) {
        static Texts of(String sql) {
            return new Texts(
                    "SELECT " + LIMITS + ";\n" + sql,
                    "SELECT " + BEHALF + ";\n" + sql,
                    "SELECT " + LIMITS + ", " + BEHALF + ";\n" + sql);
        }
    }

    /**
     * The text to send for a statement.
     *
     * @param limited whether there is a deadline
     * @param onBehalf whether the server is told for whom it works: once a transaction
     */
    String before(String sql, boolean limited, boolean onBehalf) {
        if (!limited && !onBehalf) {
            return sql;
        }
        Texts known = texts.get(sql);
        if (known == null) {
            known = Texts.of(sql);
            if (texts.size() < MOST_TEXTS) {
                texts.put(sql, known);
            }
        }
        if (!limited) {
            return known.onBehalf();
        }
        return onBehalf ? known.both() : known.limited();
    }

    /** Binds the parameters of what precedes a statement. */
    void bind(@Nullable Deadline deadline, @Nullable ObjectContext onBehalf, ColumnBinder to) throws SQLException {
        if (deadline != null) {
            long remaining = deadline.remaining().toMillis();
            // 0 would mean no limit at all.
            to.text(Long.toString(Math.max(1, remaining - MARGIN_MILLIS)));
            to.text(Long.toString(Math.max(1, Math.min(remaining / 2, LONGEST_LOCK_WAIT_MILLIS))));
        }
        if (onBehalf != null) {
            RequestContext request = onBehalf.request();
            to.text(shown(request.requestId()));
            // Never null: a setting that is not set would keep what an earlier statement of the transaction said.
            to.text(Objects.requireNonNullElse(request.userId(), ""));
            to.text(Objects.requireNonNullElse(request.projectId(), ""));
            to.text(request.requestId());
            to.text(Objects.requireNonNullElse(onBehalf.caller().identity(), ""));
        }
    }

    private String shown(String requestId) {
        String whole = name + " " + requestId;
        return whole.substring(0, Math.min(whole.length(), LONGEST_NAME));
    }
}
