package dev.attacca.benchmarks.rpc.peer;

import java.util.Locale;

/** How calls are kept in flight. */
public enum CallMode {
    /** As many threads as calls, each waiting for its answer. */
    BLOCKING,
    /** No thread waits: each answer begins the next call. */
    PIPELINED;

    /** As it is written in tables and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode of a word. */
    public static CallMode of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
