package dev.attacca.benchmarks.stored.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.attacca.benchmarks.report.Figure;
import dev.attacca.benchmarks.stored.subject.Operation;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one cell: medians of the rounds, and quartiles.
 *
 * @param subject by whom
 * @param operation what was done
 * @param connections how many callers did it, each on its own connection
 * @param synchronousCommit whether a commit waited for the disk; null where nothing was committed
 * @param opsPerSecond how often it was done in a second
 * @param p50us median of how long it took, in microseconds
 * @param p99us 99th percentile of it
 * @param cpuUsPerOp processor time of the client's process for each
 * @param serverCpuUsPerOp of PostgreSQL's backends; null where it cannot be known
 * @param opsPerSecondLow lower quartile
 * @param opsPerSecondHigh upper quartile
 * @param cpuUsPerOpLow lower quartile
 * @param cpuUsPerOpHigh upper quartile
 * @param rounds how often it was measured
 */
public record Row(
        String subject,
        String operation,
        int connections,
        @Nullable Boolean synchronousCommit,
        double opsPerSecond,
        double p50us,
        double p99us,
        double cpuUsPerOp,
        @Nullable Double serverCpuUsPerOp,
        double opsPerSecondLow,
        double opsPerSecondHigh,
        double cpuUsPerOpLow,
        double cpuUsPerOpHigh,
        int rounds) {

    /** The row of some rounds; at least one. */
    static Row of(Cell cell, List<Sample> samples) {
        Figure rate = figure(samples, Sample::opsPerSecond);
        Figure cpu = figure(samples, Sample::cpuUsPerOp);
        double server = figure(samples, Sample::serverCpuUsPerOp).median();
        return new Row(
                cell.subject(),
                cell.operation().word(),
                cell.connections(),
                cell.synchronousCommit(),
                hundredths(rate.median()),
                hundredths(figure(samples, Sample::p50us).median()),
                hundredths(figure(samples, Sample::p99us).median()),
                hundredths(cpu.median()),
                Double.isNaN(server) ? null : (Double) hundredths(server),
                hundredths(rate.low()),
                hundredths(rate.high()),
                hundredths(cpu.low()),
                hundredths(cpu.high()),
                samples.size());
    }

    private static Figure figure(List<Sample> samples, ToDoubleFunction<Sample> value) {
        return Figure.of("", "", samples.stream().map(value::applyAsDouble).toList());
    }

    private static double hundredths(double value) {
        return Double.isNaN(value) ? value : Math.round(value * 100) / 100.0;
    }

    @JsonIgnore
    Operation what() {
        return Operation.of(operation);
    }

    /** Whether a commit waited for the disk, or nothing was committed at all: {@code on}, {@code off} or {@code -}. */
    @JsonIgnore
    String commit() {
        return synchronousCommit == null ? "-" : synchronousCommit ? "on" : "off";
    }
}
