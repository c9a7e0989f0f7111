package dev.attacca.contract;

import java.util.Comparator;
import java.util.List;

/**
 * One thing the check found. Immutable.
 *
 * @param rule which rule
 * @param subject what it is about: {@code Instance}, {@code Instance.host}, {@code Instance.Query.byHost}, {@code VmState.ACTIVE}
 * @param file the source that declares the subject, or else the lock that states it
 * @param line the line there, counted from 1
 * @param what what is so
 * @param breaks what stops working for whom
 * @param write the lines to write instead, in order; never empty
 * @param releases the releases it was found against, oldest first; empty if it holds against any
 */
public record ContractProblem(
        ContractRule rule,
        String subject,
        String file,
        int line,
        String what,
        String breaks,
        List<String> write,
        List<String> releases)
        implements Comparable<ContractProblem> {
    private static final Comparator<ContractProblem> ORDER = Comparator.comparing(ContractProblem::file)
            .thenComparing(ContractProblem::line)
            .thenComparing(ContractProblem::rule)
            .thenComparing(ContractProblem::subject)
            .thenComparing(ContractProblem::what);

    public ContractProblem {
        write = List.copyOf(write);
        releases = List.copyOf(releases);
    }

    /** By file, line, rule and subject. */
    @Override
    public int compareTo(ContractProblem other) {
        return ORDER.compare(this, other);
    }

    /** {@code FIELD_REMOVED Instance.host}. */
    @Override
    public String toString() {
        return rule + " " + subject;
    }
}
