package dev.attacca.contract;

import java.util.List;
import java.util.Map;

/** Writes the lines of a lock and remembers where each subject stands. Confined to one thread. */
final class LockWriter {
    private final StringBuilder out = new StringBuilder(ObjectsLock.HEADER).append('\n');
    private final Map<String, Integer> lines;
    private int line = 1;

    LockWriter(Map<String, Integer> lines) {
        this.lines = lines;
    }

    void write(LockedEnum written) {
        line("enum " + written.name(), written.name());
        for (LockedEnum.Constant constant : written.constants()) {
            line("  constant " + constant, written.name() + "." + constant.name());
        }
    }

    void write(LockedError error) {
        line("error " + error, error.code());
        for (LockedField field : error.fields()) {
            line("  field " + field, error.code() + "." + field.name());
        }
    }

    void write(LockedType type) {
        line("class " + type + type.facts(), type.key());
        for (LockedField field : type.fields()) {
            line("  field " + field, type.key() + "." + field.name());
        }
        for (LockedField field : type.removed()) {
            line("  removed " + field, type.key() + "." + field.name());
        }
        for (LockedType.Step step : type.steps()) {
            line("  step " + step, type.key() + " " + step.from() + " -> " + step.to());
        }
        methods("call", type.key() + ".", type.calls());
        methods("query", type.key() + ".Query.", type.queries());
    }

    private void methods(String kind, String owner, List<LockedMethod> methods) {
        for (LockedMethod method : methods) {
            line("  " + kind + " " + method.name() + method.facts(), owner + method.name());
            for (LockedMethod.Argument argument : method.arguments()) {
                line("    argument " + argument, "");
            }
            line("    returns " + (method.returns() == null ? "void" : method.returns()), "");
        }
    }

    private void line(String text, String subject) {
        out.append(text).append('\n');
        line++;
        lines.putIfAbsent(subject, line);
    }

    String text() {
        return out.toString();
    }

    Map<String, Integer> lines() {
        return Map.copyOf(lines);
    }
}
