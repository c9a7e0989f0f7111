/** What the benchmark's own parts say. */
@NullMarked
package dev.attacca.benchmarks.load;

import org.jspecify.annotations.NullMarked;
