package dev.attacca.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:0db8::0001, 2001:db8::1",
        "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "1:0:2:0:3:0:4:0, 1:0:2:0:3:0:4:0",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::ffff:192.0.2.1, ::ffff:192.0.2.1",
        "::ffff:c000:201, ::ffff:192.0.2.1",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
    })
    void an_address_has_one_canonical_text(String text, String canonical) {
        assertThat(IpAddress.parse(text)).hasToString(canonical).isEqualTo(IpAddress.parse(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.-4",
                "01.2.3.4",
                "1.2.3.4 ",
                "1.2.3.٤",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1::",
                "1:::2",
                ":1:2:3:4:5:6:7",
                "12345::",
                "::g",
                "fe80::1%eth0",
                "[::1]",
                "2001:db8::/32",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "::1.2.3.4.5"
            })
    void what_is_no_address_is_refused(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "IP address: '" + text + "' (expected: 192.0.2.1 or 2001:db8::1, without a scope or a prefix)");
    }

    @Test
    void a_refused_text_is_not_repeated_at_length() {
        assertThatThrownBy(() -> IpAddress.parse("1".repeat(1_000_000)))
                .hasMessageStartingWith("IP address: '" + "1".repeat(64) + "...' (expected");
    }

    @Test
    void an_address_of_other_than_4_or_16_bytes_is_refused() {
        assertThatThrownBy(() -> IpAddress.of(new byte[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an IP address of 5 bytes (expected: 4 or 16)");
    }

    @Test
    void a_mapped_address_is_not_the_address_it_maps() {
        assertThat(IpAddress.parse("::ffff:192.0.2.1").version()).isEqualTo(6);
        assertThat(IpAddress.parse("::ffff:192.0.2.1")).isNotEqualTo(IpAddress.parse("192.0.2.1"));
    }

    @Test
    void addresses_are_ordered_as_numbers_the_shorter_first() {
        List<String> ordered = List.of("9.0.0.0", "10.0.0.0", "200.0.0.0", "::", "::2", "::10", "8000::");

        assertThat(Stream.of("8000::", "::10", "10.0.0.0", "::2", "200.0.0.0", "::", "9.0.0.0")
                        .map(IpAddress::parse)
                        .sorted()
                        .map(IpAddress::toString))
                .isEqualTo(ordered);
    }

    @Test
    void every_text_is_read_back_as_the_same_address() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[i % 4 == 0 ? 4 : 16];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : 0);
            }
            IpAddress address = IpAddress.of(bytes);

            assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
            assertThat(address.toBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void its_bytes_cannot_be_changed_from_outside() {
        byte[] bytes = {1, 2, 3, 4};
        IpAddress address = IpAddress.of(bytes);
        bytes[0] = 9;
        address.toBytes()[1] = 9;

        assertThat(address).hasToString("1.2.3.4");
    }
}
