package dev.attacca.contract;

import java.util.List;

/** What a check found, in a stable order. Immutable. */
public final class ContractReport {
    private final List<String> releases;
    private final List<ContractProblem> problems;
    private final List<ContractProblem> notices;
    private final List<Approved> approved;

    ContractReport(
            List<String> releases,
            List<ContractProblem> problems,
            List<ContractProblem> notices,
            List<Approved> approved) {
        this.releases = List.copyOf(releases);
        this.problems = problems.stream().sorted().toList();
        this.notices = notices.stream().sorted().toList();
        this.approved = List.copyOf(approved);
    }

    /**
     * A problem that somebody approved.
     *
     * @param problem the problem
     * @param approval who let it pass, and why
     */
    public record Approved(ContractProblem problem, Approval approval) {}

    /** Whether nothing is wrong that nobody approved. */
    public boolean passes() {
        return problems.isEmpty();
    }

    /** The releases that were compared, oldest first. */
    public List<String> releases() {
        return releases;
    }

    /** What is wrong. */
    public List<ContractProblem> problems() {
        return problems;
    }

    /** What is worth telling and not wrong. */
    public List<ContractProblem> notices() {
        return notices;
    }

    /** What is wrong and approved. */
    public List<Approved> approved() {
        return approved;
    }

    /** For people: each problem with place, consequence and remedy, then the verdict. Ends with a line feed. */
    public String text() {
        return new TextReport(this).write();
    }

    /** For programs: one JSON object. */
    public String json() {
        return JsonReport.write(this);
    }

    /** For code review tools: a SARIF 2.1.0 log. */
    public String sarif() {
        return SarifReport.write(this);
    }

    /**
     * Returns if nothing is wrong.
     *
     * @throws ContractBrokenException whose message is {@link #text()}, otherwise
     */
    public void requirePass() {
        if (!passes()) {
            throw new ContractBrokenException(this);
        }
    }

    /** The verdict: {@code 2 problems, 1 notice; against 1.0, 1.1}. */
    @Override
    public String toString() {
        return TextReport.verdict(this);
    }
}
