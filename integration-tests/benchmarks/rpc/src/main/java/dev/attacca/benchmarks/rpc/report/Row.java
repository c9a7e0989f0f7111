package dev.attacca.benchmarks.rpc.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.attacca.benchmarks.report.Figure;
import dev.attacca.benchmarks.rpc.peer.CallMode;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was measured of one cell on one JDK: medians of the rounds, and quartiles.
 *
 * @param subject who was called
 * @param jdk the feature release that ran both sides
 * @param inFlight how many calls at a time
 * @param mode {@code blocking} or {@code pipelined}
 * @param throughput calls per second
 * @param p50us median latency, in microseconds
 * @param p99us 99th percentile of it
 * @param cpuUsPerCallServer processor time of the server's process per call
 * @param cpuUsPerCallClient of the client's
 * @param allocPerCall bytes allocated per call on the side that allocates more
 * @param allocPerCallServer on the server's
 * @param allocPerCallClient on the client's
 * @param throughputLow lower quartile
 * @param throughputHigh upper quartile
 * @param p50usLow lower quartile
 * @param p50usHigh upper quartile
 * @param p99usLow lower quartile
 * @param p99usHigh upper quartile
 * @param rounds how often it was measured
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Row(
        String subject,
        int jdk,
        int inFlight,
        String mode,
        double throughput,
        double p50us,
        double p99us,
        double cpuUsPerCallServer,
        double cpuUsPerCallClient,
        double allocPerCall,
        double allocPerCallServer,
        double allocPerCallClient,
        double throughputLow,
        double throughputHigh,
        double p50usLow,
        double p50usHigh,
        double p99usLow,
        double p99usHigh,
        int rounds) {

    /** The row of some rounds; at least one. */
    static Row of(Cell cell, int jdk, List<Sample> samples) {
        Figure throughput = figure(samples, Sample::throughput);
        Figure p50 = figure(samples, Sample::p50us);
        Figure p99 = figure(samples, Sample::p99us);
        double server = figure(samples, Sample::allocPerCallServer).median();
        double client = figure(samples, Sample::allocPerCallClient).median();
        return new Row(
                cell.subject(),
                jdk,
                cell.inFlight(),
                cell.mode().word(),
                tenths(throughput.median()),
                tenths(p50.median()),
                tenths(p99.median()),
                tenths(figure(samples, Sample::cpuUsPerCallServer).median()),
                tenths(figure(samples, Sample::cpuUsPerCallClient).median()),
                tenths(Math.max(server, client)),
                tenths(server),
                tenths(client),
                tenths(throughput.low()),
                tenths(throughput.high()),
                tenths(p50.low()),
                tenths(p50.high()),
                tenths(p99.low()),
                tenths(p99.high()),
                samples.size());
    }

    private static Figure figure(List<Sample> samples, ToDoubleFunction<Sample> value) {
        return Figure.of("", "", samples.stream().map(value::applyAsDouble).toList());
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    CallMode callMode() {
        return CallMode.of(mode);
    }
}
