/** Keeps subjects busy and measures them: tasks arrive, latencies and processor time leave. */
@NullMarked
package dev.attacca.benchmarks.stored.load;

import org.jspecify.annotations.NullMarked;
