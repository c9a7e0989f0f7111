package dev.attacca.benchmarks.rpc.report;

/**
 * What one round said of one cell.
 *
 * @param throughput calls per second
 * @param p50us median latency, in microseconds
 * @param p99us 99th percentile of it
 * @param cpuUsPerCallServer processor time of the server's process per call
 * @param cpuUsPerCallClient of the client's
 * @param allocPerCallServer bytes allocated in the server's process per call
 * @param allocPerCallClient in the client's
 */
record Sample(
        double throughput,
        double p50us,
        double p99us,
        double cpuUsPerCallServer,
        double cpuUsPerCallClient,
        double allocPerCallServer,
        double allocPerCallClient) {}
