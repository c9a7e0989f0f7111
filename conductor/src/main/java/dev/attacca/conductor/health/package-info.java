/**
 * Counters of transport, calls, pool and call log arrive. An answer to "how are you" leaves, for programs in this JVM and over
 * HTTP.
 */
@NullMarked
package dev.attacca.conductor.health;

import org.jspecify.annotations.NullMarked;
