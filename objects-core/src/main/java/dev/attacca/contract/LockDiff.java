package dev.attacca.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The lines that differ between two locks, under the class or enum they belong to. */
final class LockDiff {
    private LockDiff() {}

    /** Lines that begin with {@code -} or {@code +} under headings that begin with neither; empty if nothing differs. */
    static String of(ObjectsLock before, ObjectsLock after) {
        Map<String, List<String>> old = sections(before);
        Map<String, List<String>> fresh = sections(after);
        StringBuilder out = new StringBuilder();
        TreeSet<String> headings = new TreeSet<>(old.keySet());
        headings.addAll(fresh.keySet());
        for (String heading : headings) {
            List<String> was = old.getOrDefault(heading, List.of());
            List<String> is = fresh.getOrDefault(heading, List.of());
            if (!was.equals(is)) {
                out.append(' ').append(heading).append('\n');
                was.stream().filter(line -> !is.contains(line)).forEach(line -> line(out, '-', line));
                is.stream().filter(line -> !was.contains(line)).forEach(line -> line(out, '+', line));
            }
        }
        return out.toString();
    }

    private static void line(StringBuilder out, char sign, String line) {
        out.append(sign).append(line).append('\n');
    }

    /** Lines by class or enum, those of a remotable as one, since an argument alone says nothing. */
    private static Map<String, List<String>> sections(ObjectsLock lock) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        List<String> section = new ArrayList<>();
        for (String line : lock.text().lines().skip(1).toList()) {
            if (!line.startsWith(" ")) {
                section = new ArrayList<>();
                section.add("  " + line);
                sections.put(String.join(" ", List.of(line.split("[ ;]", 3)).subList(0, 2)), section);
            } else if (line.startsWith("    ")) {
                int last = section.size() - 1;
                section.set(last, section.get(last) + " " + line.strip());
            } else {
                section.add("  " + line);
            }
        }
        return sections;
    }
}
