/** What a load costs: durations and moments of a process arrive, percentiles, processor time and allocations leave. */
@NullMarked
package dev.attacca.benchmarks.load;

import org.jspecify.annotations.NullMarked;
