/** What the benchmark's own parts say. */
@NullMarked
package dev.attacca.benchmarks.stored.server;

import org.jspecify.annotations.NullMarked;
