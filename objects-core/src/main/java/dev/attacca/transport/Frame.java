package dev.attacca.transport;

/**
 * The bytes of one frame without its length, the first so many of an array of {@link ByteArrays}.
 *
 * @param bytes may be longer than the frame
 * @param length how many of them are the frame's, at least one
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
record Frame(byte[] bytes, int length) {}
