/** The ways to a row that are measured: callers arrive, statements leave. */
@NullMarked
package dev.attacca.benchmarks.stored.subject;

import org.jspecify.annotations.NullMarked;
