/** Runs subjects in processes of their own and tells what came of it: figures arrive, a table, JSON and drawings leave. */
@NullMarked
package dev.attacca.benchmarks.stored.report;

import org.jspecify.annotations.NullMarked;
