package dev.attacca.codec;

/**
 * Gives the memory in which a body is put together. Whoever gives it knows when nobody needs the body any more, and may then
 * use it again.
 */
@FunctionalInterface
public interface BodyMemory {
    /** Memory that nobody uses again. */
    BodyMemory NEW = byte[]::new;

    /** An array of at least so many bytes, whatever they hold; a body begins with its first. */
    byte[] array(int length);
}
