package dev.attacca.benchmarks.rpc.report;

import dev.attacca.benchmarks.rpc.peer.CallMode;

/**
 * One thing that is measured.
 *
 * @param subject who is called
 * @param mode how
 * @param inFlight how many calls at a time
 */
record Cell(String subject, CallMode mode, int inFlight) {}
