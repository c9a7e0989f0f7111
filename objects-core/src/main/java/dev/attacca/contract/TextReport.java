package dev.attacca.contract;

import java.util.List;

/** Writes a report for people. */
final class TextReport {
    private final ContractReport report;
    private final StringBuilder out = new StringBuilder();

    TextReport(ContractReport report) {
        this.report = report;
    }

    String write() {
        report.problems().forEach(problem -> write(problem, "error"));
        report.notices().forEach(problem -> write(problem, "notice"));
        for (ContractReport.Approved approved : report.approved()) {
            Approval approval = approved.approval();
            line(place(approved.problem()) + ": approved " + approved.problem());
            line("  by " + approval.author() + " until " + approval.expires() + ": " + approval.reason());
        }
        line("objects check: " + verdict(report));
        return out.toString();
    }

    private void write(ContractProblem problem, String level) {
        line(place(problem) + ": " + level + " " + problem);
        line("  " + problem.what());
        line("  breaks: " + problem.breaks());
        for (int i = 0; i < problem.write().size(); i++) {
            line((i == 0 ? "  write:  " : "          ") + problem.write().get(i));
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private static String place(ContractProblem problem) {
        return problem.file() + ":" + problem.line();
    }

    static String verdict(ContractReport report) {
        String against = report.releases().isEmpty()
                ? "; against no release"
                : "; against " + String.join(", ", report.releases());
        return count(report.problems(), "problem")
                + (report.notices().isEmpty() ? "" : ", " + count(report.notices(), "notice"))
                + (report.approved().isEmpty() ? "" : ", " + report.approved().size() + " approved")
                + against;
    }

    private static String count(List<?> some, String noun) {
        return some.size() + " " + noun + (some.size() == 1 ? "" : "s");
    }
}
