package dev.attacca.benchmarks.stored.report;

/**
 * What one round said of one cell.
 *
 * @param opsPerSecond how often it was done in a second
 * @param p50us median of how long it took, in microseconds
 * @param p99us 99th percentile of it
 * @param cpuUsPerOp processor time of the client's process for each
 * @param serverCpuUsPerOp of PostgreSQL's backends for each; not a number where it cannot be known
 */
record Sample(double opsPerSecond, double p50us, double p99us, double cpuUsPerOp, double serverCpuUsPerOp) {}
