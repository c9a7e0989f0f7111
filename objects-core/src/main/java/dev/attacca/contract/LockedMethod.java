package dev.attacca.contract;

import dev.attacca.version.Version;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A remotable as a lock states it.
 *
 * @param name the method's name
 * @param arguments its arguments in order
 * @param returns its result, or {@code null} for void
 * @param facts what else holds
 */
record LockedMethod(
        String name, List<Argument> arguments, @Nullable Result returns, Facts facts) {

    /**
     * An argument.
     *
     * @param name its name in the source; peers do not compare it
     * @param type the text of its type
     * @param nullable whether null may be passed
     */
    record Argument(String name, String type, boolean nullable) {
        @Override
        public String toString() {
            return name + ": " + type + (nullable ? "?" : "");
        }
    }

    /**
     * A result.
     *
     * @param type the text of its type
     * @param nullable whether it may be null
     */
    record Result(String type, boolean nullable) {
        @Override
        public String toString() {
            return type + (nullable ? "?" : "");
        }
    }

    /** What peers compare: {@code byHost(string) list<object(Instance)>}. */
    String signature() {
        return arguments.stream().map(Argument::type).collect(Collectors.joining(", ", name + "(", ") "))
                + (returns == null ? "void" : returns);
    }

    /** The version that brought it, or {@code null} for the class's first. */
    @Nullable
    Version since() {
        String since = facts.find(Fact.Kind.SINCE);
        return since == null ? null : Version.parse(since);
    }

    /** For people: {@code byHost(host: string): list<object(Instance)>}. */
    @Override
    public String toString() {
        return arguments.stream().map(Argument::toString).collect(Collectors.joining(", ", name + "(", "): "))
                + (returns == null ? "void" : returns);
    }
}
