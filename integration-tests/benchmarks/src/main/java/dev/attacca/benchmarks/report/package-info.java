/** Runs the benchmarks of objects and tells what came of them: rounds of JMH arrive, a table with verdicts and JSON leave. */
@NullMarked
package dev.attacca.benchmarks.report;

import org.jspecify.annotations.NullMarked;
