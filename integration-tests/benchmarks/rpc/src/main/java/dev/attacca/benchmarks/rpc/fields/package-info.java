/** What one more field costs, declared or present: a class and a number of fields arrive, bytes and nanoseconds leave. */
@NullMarked
package dev.attacca.benchmarks.rpc.fields;

import org.jspecify.annotations.NullMarked;
