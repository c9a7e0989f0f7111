/** What the benchmark's own parts say. */
@NullMarked
package dev.attacca.benchmarks.rpc.report;

import org.jspecify.annotations.NullMarked;
