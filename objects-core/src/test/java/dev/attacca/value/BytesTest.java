package dev.attacca.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BytesTest {
    @Test
    void they_are_copied_in_and_out() {
        byte[] array = {1, 2};
        Bytes bytes = Bytes.of(array);
        array[0] = 9;
        bytes.toArray()[1] = 9;

        assertThat(bytes).isEqualTo(Bytes.of((byte) 1, (byte) 2));
        assertThat(bytes.at(0)).isEqualTo((byte) 1);
        assertThat(bytes.length()).isEqualTo(2);
    }

    @Test
    void their_hex_digits_are_read_back() {
        assertThat(Bytes.parse("00fF10")).isEqualTo(Bytes.of((byte) 0, (byte) -1, (byte) 16));
        assertThat(Bytes.parse("00ff10").toHex()).isEqualTo("00ff10");
        assertThat(Bytes.parse("")).isEqualTo(Bytes.of());
        assertThatThrownBy(() -> Bytes.parse("0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bytes: 1 characters (expected: pairs of hex digits)");
        assertThatThrownBy(() -> Bytes.parse("0x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void many_are_shown_as_few() {
        assertThat(Bytes.parse("0a1b")).hasToString("0a1b");
        assertThat(Bytes.of(new byte[17])).hasToString("00".repeat(16) + "... (17 bytes)");
    }

    @Test
    void they_are_ordered_as_unsigned_numbers_from_the_first_on() {
        assertThat(Bytes.parse("7f")).isLessThan(Bytes.parse("80"));
        assertThat(Bytes.parse("80")).isLessThan(Bytes.parse("8000"));
    }
}
