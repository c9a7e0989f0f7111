/** What the benchmark's own parts say. */
@NullMarked
package dev.attacca.benchmarks.chart;

import org.jspecify.annotations.NullMarked;
