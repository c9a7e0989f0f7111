/** What the benchmark's own parts say. */
@NullMarked
package dev.attacca.benchmarks.stored.report;

import org.jspecify.annotations.NullMarked;
