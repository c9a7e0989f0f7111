/** One class per way of writing the measured record: the record arrives, bytes leave, and back. */
@NullMarked
package dev.attacca.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
