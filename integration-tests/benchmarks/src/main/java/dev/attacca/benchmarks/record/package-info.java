/** The measured record in its plain and its versioned form: a plain object arrives, each framework's own form of it leaves. */
@NullMarked
package dev.attacca.benchmarks.record;

import org.jspecify.annotations.NullMarked;
