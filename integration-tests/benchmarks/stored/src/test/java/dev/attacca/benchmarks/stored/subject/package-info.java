/** What the benchmark's own parts say. */
@NullMarked
package dev.attacca.benchmarks.stored.subject;

import org.jspecify.annotations.NullMarked;
