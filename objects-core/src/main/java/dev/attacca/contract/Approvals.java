package dev.attacca.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The approvals of a domain, read from its {@code objects.approvals}: lines {@code approve RULE SUBJECT}, each with indented
 * {@code reason}, {@code author} and {@code expires} below it; {@code #} begins a comment.
 */
record Approvals(String file, List<Approval> all) {
    private static final String APPROVE = "approve ";
    private static final Set<String> KEYS = Set.of("reason", "author", "expires");

    /** The approvals of a file; none if there is no such file. */
    static Approvals read(Path file) {
        String shown = Places.shown(file);
        if (!Files.exists(file)) {
            return new Approvals(shown, List.of());
        }
        try {
            return parse(shown, Files.readString(file));
        } catch (IOException unreadable) {
            throw new ContractFileException(shown, 0, "cannot be read: " + unreadable, unreadable);
        }
    }

    static Approvals parse(String file, String text) {
        List<Approval> found = new ArrayList<>();
        List<String> lines = text.lines().toList();
        int at = 0;
        while (at < lines.size()) {
            String line = lines.get(at);
            if (isBlank(line)) {
                at++;
            } else if (line.startsWith(APPROVE)) {
                int head = at++;
                Map<String, String> facts = new LinkedHashMap<>();
                while (at < lines.size()
                        && (isBlank(lines.get(at)) || lines.get(at).startsWith(" "))) {
                    if (!isBlank(lines.get(at))) {
                        addFact(file, at + 1, lines.get(at).strip(), facts);
                    }
                    at++;
                }
                found.add(approval(
                        file, head + 1, line.substring(APPROVE.length()).strip(), facts));
            } else {
                throw problem(file, at + 1, "'" + line + "' (expected: approve RULE SUBJECT)");
            }
        }
        return new Approvals(file, List.copyOf(found));
    }

    private static boolean isBlank(String line) {
        return line.isBlank() || line.strip().startsWith("#");
    }

    private static void addFact(String file, int line, String text, Map<String, String> facts) {
        String[] words = text.split("\\s+", 2);
        if (!KEYS.contains(words[0])) {
            throw problem(file, line, "'" + words[0] + "': unknown (expected one of: reason, author, expires)");
        }
        if (words.length < 2) {
            throw problem(file, line, words[0] + ": empty (expected: a text behind it)");
        }
        if (facts.put(words[0], words[1]) != null) {
            throw problem(file, line, words[0] + ": twice (expected: once for each approval)");
        }
    }

    private static Approval approval(String file, int line, String head, Map<String, String> facts) {
        String[] words = head.split("\\s+", 2);
        ContractRule rule = ContractRule.of(words[0]);
        if (rule == null || words.length < 2) {
            throw problem(
                    file,
                    line,
                    "'" + head + "' (expected: the id of a rule and a subject, such as"
                            + " FIELD_REMOVED Instance.host)");
        }
        if (!rule.approvable()) {
            throw problem(file, line, rule + ": cannot be approved (expected: another rule); do what its message says");
        }
        for (String key : List.of("reason", "author", "expires")) {
            if (!facts.containsKey(key)) {
                throw problem(file, line, key + ": missing (expected: reason, author and expires below 'approve')");
            }
        }
        try {
            return new Approval(
                    rule,
                    words[1],
                    facts.getOrDefault("reason", ""),
                    facts.getOrDefault("author", ""),
                    LocalDate.parse(facts.getOrDefault("expires", "")),
                    line);
        } catch (DateTimeParseException malformed) {
            throw problem(file, line, "expires: " + facts.get("expires") + " (expected: a day such as 2027-03-31)");
        }
    }

    private static ContractFileException problem(String file, int line, String what) {
        return new ContractFileException(file, line, what);
    }
}
