package dev.attacca.benchmarks.stored.subject;

import java.util.Arrays;

/** What is done again and again. */
public enum Operation {
    /** Reads an instance by its key. */
    FIND("find", Effect.READS),
    /** Writes one changed column of an instance that is at hand, if its row version is still the known one. */
    UPDATE("update", Effect.WRITES),
    /** Likewise, if two states are the expected ones as well. */
    SAVE("save", Effect.WRITES),
    /** Reads an instance and writes one changed column, in one transaction. */
    LOAD_AND_UPDATE("load-and-update", Effect.WRITES),
    /** Makes {@value Share#CREATED} instances in one transaction. */
    CREATE("create-10000", Effect.CREATES),
    /** Reads a parcel by its key, of a class whose rows stay when they are deleted. */
    READ_LIVE("read-soft-deleting", Effect.READS),
    /** Reads a parcel by its key, of a class whose rows do not. */
    READ_PLAIN("read-plain", Effect.READS);

    private final String word;
    private final Effect effect;

    /** What becomes of rows. */
    public enum Effect {
        /** Nothing. */
        READS,
        /** The row version of one goes up by one each time. */
        WRITES,
        /** There are more. */
        CREATES
    }

    Operation(String word, Effect effect) {
        this.word = word;
        this.effect = effect;
    }

    /** Its name in commands and files. */
    public String word() {
        return word;
    }

    /** What becomes of rows. */
    public Effect effect() {
        return effect;
    }

    /**
     * The operation of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Operation of(String word) {
        return Arrays.stream(values())
                .filter(operation -> operation.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("operation: " + word + " (expected: one of "
                        + Arrays.stream(values()).map(Operation::word).toList() + ")"));
    }
}
