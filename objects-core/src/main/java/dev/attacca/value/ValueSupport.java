package dev.attacca.value;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Makes a type of the user's own a field type: a {@code Money}, a {@code Hostname}. Offered by the domain that uses it
 * ({@code ObjectDomain.values()}).
 *
 * <p>The type must be immutable and have {@code equals} by value. Its values cross as bytes in the binary codec and as text
 * in JSON; both must give back an equal value.
 *
 * <p>Implementations have no state: two instances of one class stand for each other. Safe for use by several threads.
 *
 * @param <T> the type
 */
public interface ValueSupport<T> {
    /** The type, as accessors declare it; exactly this class, no subclass. */
    Class<T> javaType();

    /** The name peers know the type by, letters and digits, such as {@code Money}; never changed. */
    String name();

    /** The text of a value: one text a value. */
    String toText(T value);

    /**
     * The value of a text.
     *
     * @throws IllegalArgumentException if there is none; the message says what was expected
     */
    T fromText(String text);

    /** Whether values must never be shown in {@code toString}, logs and errors. */
    default boolean sensitive() {
        return false;
    }

    /** The bytes of a value: one byte string a value; by default its text in UTF-8. */
    default byte[] toBytes(T value) {
        return toText(value).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The value of bytes that a peer sent: whoever it is, these may be any bytes.
     *
     * @throws IllegalArgumentException if there is none; the message says what was expected
     */
    default T fromBytes(byte[] bytes) {
        try {
            return fromText(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("bytes that are no UTF-8 (expected: UTF-8)", malformed);
        }
    }
}
