/** What the benchmark's own parts say. */
@NullMarked
package dev.attacca.benchmarks.rpc.chart;

import org.jspecify.annotations.NullMarked;
