package dev.attacca.demo;

import dev.attacca.fleet.JsonLine;
import dev.attacca.fleet.JsonLines;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows the calls as the conductor logs them: a line each, with the statements and the way back where they are seen for the first
 * time. Agents ask for their instances again and again; of those calls only the ones that lost something new are shown.
 *
 * <p>Thread safety: confined to one thread.
 */
final class CallStream {
    private static final Set<String> REPEATED = Set.of(
            "Instance.Query.byHost", "Service.Query.byHostAndBinary", "Service.create", "Service.save", "Service.beat");

    private static final int TIME_END = 9;
    private static final int CALLER = 11;
    private static final int CLASS = 20;
    private static final int METHOD = 43;
    private static final int TOOK_END = 68;
    private static final int CHANGED = 70;
    private static final int TEXT = 27;

    private final JsonLines log;
    private final Screen screen;
    private final Instant start;
    private final Set<String> seen = new HashSet<>();
    private int read;
    private long failed;
    private long hidden;

    /**
     * The calls of a conductor.
     *
     * @param start the moment from which times are counted
     */
    CallStream(JsonLines log, Screen screen, Instant start) {
        this.log = log;
        this.screen = screen;
        this.start = start;
    }

    /** Shows what came since the last time. */
    void show() {
        List<Line> lines = new ArrayList<>();
        for (JsonLine call : log.from(read)) {
            read++;
            if (call.isNull("method")) {
                continue;
            }
            boolean ok = call.has("outcome", "ok");
            failed += ok ? 0 : 1;
            if (ok && REPEATED.contains(call.text("method")) && !losesAnew(call)) {
                hidden++;
            } else {
                lines.addAll(lines(call));
            }
        }
        screen.print(lines);
    }

    private boolean losesAnew(JsonLine call) {
        return !call.texts("lost").isEmpty() && seen.add(call.text("peer") + call.texts("lost"));
    }

    /** What the columns are. */
    static Line header() {
        return Line.empty()
                .endingAt(TIME_END, Style.DIM, "time")
                .at(CALLER)
                .add(Style.DIM, "caller")
                .at(CLASS)
                .add(Style.DIM, "class as it crossed")
                .at(METHOD)
                .add(Style.DIM, "method")
                .endingAt(TOOK_END, Style.DIM, "took")
                .at(CHANGED)
                .add(Style.DIM, "changed");
    }

    private List<Line> lines(JsonLine call) {
        List<Line> lines = new ArrayList<>();
        boolean ok = call.has("outcome", "ok");
        String[] method = call.text("method").split("\\.", 2);
        lines.add(Line.empty()
                .endingAt(TIME_END, Style.DIM, since(call))
                .at(CALLER)
                .add(Style.NAME, caller(call))
                .at(CLASS)
                .add(method[0] + " ")
                .add(Style.STRONG, call.text("version"))
                .at(METHOD)
                .add(ok ? Style.STRONG : Style.BAD, method[method.length - 1])
                .endingAt(TOOK_END, Style.DIM, millis(call.number("micros")))
                .at(CHANGED)
                .add(changed(call, screen.terminal().columns() - CHANGED)));
        if (!ok) {
            detail(lines, Style.BAD, "failed", call.text("outcome") + ": " + call.text("message"));
        }
        String all = String.join(" ", call.texts("changed"));
        if (CHANGED + all.length() > screen.terminal().columns()
                && seen.add(call.text("peer") + call.text("method") + all)) {
            detail(lines, Style.PLAIN, "sets", all);
        }
        for (JsonLine statement : call.objects("sql")) {
            if (seen.add(statement.text("text"))) {
                String rows = statement.number("rows") == 1 ? "\u00a0row)" : "\u00a0rows)";
                detail(lines, Style.DIM, "SQL", statement.text("text") + "  (" + statement.text("rows") + rows);
            }
        }
        List<String> lost = call.texts("lost");
        if (!lost.isEmpty()) {
            detail(lines, Style.LOST, "lost", String.join("; ", lost));
        }
        if (!call.text("backport").isEmpty() && seen.add(call.text("method") + call.text("backport"))) {
            String updated = call.texts("updated").isEmpty() ? "" : ": " + String.join(" ", call.texts("updated"));
            detail(lines, Style.DIM, "back", "as " + call.text("backport") + updated);
        }
        return lines;
    }

    private static String changed(JsonLine call, int width) {
        List<String> fields = call.texts("changed");
        String all = String.join(" ", fields);
        return all.length() <= width ? all : fields.size() + " fields";
    }

    private void detail(List<Line> lines, Style style, String label, String text) {
        String mark = label;
        for (String part : Line.wrap(text, screen.terminal().columns() - TEXT)) {
            lines.add(Line.empty().at(CLASS).add(Style.DIM, mark).at(TEXT).add(style, part));
            mark = "";
        }
    }

    private String since(JsonLine call) {
        long millis = Duration.between(start, Instant.parse(call.text("time"))).toMillis();
        return String.format(Locale.ROOT, "%.2f s", millis / 1000.0);
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%.1f ms", micros / 1000.0);
    }

    /** An agent's host, or the client. */
    static String caller(JsonLine call) {
        return call.text("peer").replaceFirst("^agent ", "");
    }

    /** All calls so far. */
    List<JsonLine> calls() {
        return log.all().stream().filter(line -> !line.isNull("method")).collect(Collectors.toList());
    }

    /** One line about all of them. */
    Line summary() {
        Line line = Line.of("  ")
                .add(Style.DIM, read + " calls, ")
                .add(failed == 0 ? Style.GOOD : Style.BAD, failed + " failed");
        return line.add(Style.DIM, ", " + hidden + " that only looked are not shown");
    }
}
