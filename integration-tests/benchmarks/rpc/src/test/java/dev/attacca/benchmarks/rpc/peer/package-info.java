/** What the benchmark's own parts say. */
@NullMarked
package dev.attacca.benchmarks.rpc.peer;

import org.jspecify.annotations.NullMarked;
