/** Keeps calls in flight and measures them: calls arrive, latencies, processor time and allocations leave. */
@NullMarked
package dev.attacca.benchmarks.rpc.load;

import org.jspecify.annotations.NullMarked;
