package dev.attacca.demo;

import dev.attacca.fleet.FleetException;
import dev.attacca.fleet.JsonLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What each column of a row must hold; a column that nothing was said about is a problem, too.
 *
 * <p>Thread safety: confined to one thread.
 */
final class RowExpectation {
    /** Databases keep microseconds; moments are rounded on the way. */
    private static final Duration ROUNDING = Duration.ofMillis(1);

    private record Condition(String text, Predicate<@Nullable String> met) {}

    private final String name;
    private final Map<String, Condition> conditions = new LinkedHashMap<>();

    /**
     * An expectation without conditions.
     *
     * @param name what the row is called in problems
     */
    RowExpectation(String name) {
        this.name = name;
    }

    /** The column holds what it held before, as all columns do that are not said otherwise later. */
    RowExpectation sameAs(Row before) {
        before.columns().forEach(this::is);
        return this;
    }

    /** The column holds a value, or null. */
    RowExpectation is(String column, @Nullable Object value) {
        String expected = value == null ? null : value.toString();
        return met(column, "" + expected, actual -> expected == null ? actual == null : expected.equals(actual));
    }

    /** The column holds a JSON object of these texts, written in whatever order. */
    RowExpectation isJson(String column, Map<String, String> value) {
        return met(column, value.toString(), actual -> {
            try {
                return actual != null && JsonLine.of(actual).fields().equals(value);
            } catch (FleetException noObject) {
                return false;
            }
        });
    }

    /** The column holds a moment between two. */
    RowExpectation between(String column, Instant from, Instant to) {
        return met(column, "from " + from + " to " + to, actual -> {
            Instant moment = actual == null ? null : Row.moment(actual);
            return moment != null && !moment.isBefore(from.minus(ROUNDING)) && !moment.isAfter(to.plus(ROUNDING));
        });
    }

    /** The column holds a number above 0. */
    RowExpectation positive(String column) {
        return met(column, "above 0", actual -> actual != null && Long.parseLong(actual) > 0);
    }

    /** The column holds something that is not null. */
    RowExpectation present(String column) {
        return met(column, "not null", actual -> actual != null);
    }

    private RowExpectation met(String column, String text, Predicate<@Nullable String> condition) {
        conditions.put(column, new Condition(text, condition));
        return this;
    }

    /** Everything about the row that is not as expected. */
    List<String> problems(@Nullable Row row) {
        if (row == null) {
            return List.of(name + ": no row (expected: one)");
        }
        List<String> problems = new ArrayList<>();
        Set<String> columns = new TreeSet<>(row.columns().keySet());
        columns.addAll(conditions.keySet());
        for (String column : columns) {
            Condition condition = conditions.get(column);
            if (condition == null) {
                problems.add(
                        name + "." + column + ": nobody said what it must be (expected: a condition for each column)");
            } else if (!row.columns().containsKey(column)) {
                problems.add(name + "." + column + ": no such column (expected: " + condition.text() + ")");
            } else if (!condition.met().test(row.columns().get(column))) {
                problems.add(name + "." + column + ": " + row.columns().get(column) + " (expected: " + condition.text()
                        + ")");
            }
        }
        return problems;
    }
}
