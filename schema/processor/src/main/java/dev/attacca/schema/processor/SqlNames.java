package dev.attacca.schema.processor;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a name can stand in SQL as it is.
 *
 * <p>Source: PostgreSQL 18, appendix C: the key words that are reserved, also those that may name a function or a type.
 */
final class SqlNames {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]+\"");
    private static final Set<String> RESERVED = Set.of((""
                    + "all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate"
                    + " collation column concurrently constraint create cross current_catalog current_date current_role"
                    + " current_schema current_time current_timestamp current_user default deferrable desc distinct do else"
                    + " end except false fetch for foreign freeze from full grant group having ilike in initially inner"
                    + " intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not"
                    + " notnull null offset on only or order outer overlaps placing primary references returning right select"
                    + " session_user similar some symmetric system_user table tablesample then to trailing true union unique"
                    + " user using variadic verbose when where window with")
            .split(" "));

    private SqlNames() {}

    /** What is wrong with the name of a column, ending with the remedy, or {@code null}. */
    static @Nullable String problem(String name) {
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            return "'" + name + "' is a key word of SQL (expected: another name; choose one by @Column)";
        }
        if (!PLAIN.matcher(name).matches() && !QUOTED.matcher(name).matches()) {
            return "'" + name + "' is no name in SQL (expected: lower-case letters, digits and _; mend it)";
        }
        return name.length() > 63 ? "'" + name + "' is too long (expected: at most 63 characters; shorten it)" : null;
    }

    /** The same for a table's name, which may begin with a schema. */
    static @Nullable String tableProblem(String name) {
        String[] parts = name.split("\\.", -1);
        if (parts.length > 2) {
            return "'" + name + "' has too many parts (expected: table or schema.table)";
        }
        for (String part : parts) {
            String problem = problem(part);
            if (problem != null) {
                return problem.replace("; choose one by @Column", "");
            }
        }
        return null;
    }
}
