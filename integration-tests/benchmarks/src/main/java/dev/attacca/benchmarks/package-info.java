/** Calls, rows and bytes arrive in large numbers. Times and sizes leave. */
@NullMarked
package dev.attacca.benchmarks;

import org.jspecify.annotations.NullMarked;
