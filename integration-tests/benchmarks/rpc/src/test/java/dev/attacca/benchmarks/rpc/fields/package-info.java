/** What the benchmark's own parts say. */
@NullMarked
package dev.attacca.benchmarks.rpc.fields;

import org.jspecify.annotations.NullMarked;
