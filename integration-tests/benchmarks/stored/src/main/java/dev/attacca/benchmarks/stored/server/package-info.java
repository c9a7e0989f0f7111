/** The one PostgreSQL under all subjects: a login arrives, databases with rows, and what their backends spend, leave. */
@NullMarked
package dev.attacca.benchmarks.stored.server;

import org.jspecify.annotations.NullMarked;
