package dev.attacca.benchmarks.subject;

import dev.attacca.benchmarks.record.PlainServer;

/** A way of turning the measured record into bytes and back. Confined to one thread. */
public interface Subject {
    /** Writes the record from the form that this subject's user has at hand. */
    byte[] encode();

    /** Reads the record into the form that this subject's user works with. */
    Object decode(byte[] bytes);

    /** What was read, as a plain object: how a subject shows that it carries everything. */
    PlainServer plain(Object decoded);
}
