/** The measured payload in its plain and its versioned form: values arrive, each framework's own form of them leaves. */
@NullMarked
package dev.attacca.benchmarks.rpc.record;

import org.jspecify.annotations.NullMarked;
