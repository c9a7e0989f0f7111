package dev.attacca.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0/24",
        "192.0.2.1/32, 192.0.2.1/32",
        "0.0.0.0/0, 0.0.0.0/0",
        "192.0.2.128/25, 192.0.2.128/25",
        "2001:DB8::/32, 2001:db8::/32",
        "::1/128, ::1/128",
    })
    void a_network_has_one_canonical_text(String text, String canonical) {
        assertThat(IpNetwork.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "192.0.2.0", "/24", "192.0.2.0/", "192.0.2.0/+4", "192.0.2.0/024", "192.0.2.0/24/1", "x/24"})
    void what_is_no_network_is_refused(String text) {
        assertThatThrownBy(() -> IpNetwork.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bits_behind_the_prefix_are_refused_with_the_network_that_was_meant() {
        assertThatThrownBy(() -> IpNetwork.parse("192.0.2.7/24"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("IP network: 192.0.2.7/24 (expected: no bits behind the prefix, as in 192.0.2.0/24)");
        assertThatThrownBy(() -> IpNetwork.parse("2001:db8:ffff::/33"))
                .hasMessageEndingWith("as in 2001:db8:8000::/33)");
    }

    @Test
    void a_prefix_is_no_longer_than_the_address() {
        assertThatThrownBy(() -> IpNetwork.parse("192.0.2.0/33"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("IP network: 192.0.2.0/33 (expected: a prefix of 0 to 32)");
        assertThatThrownBy(() -> new IpNetwork(IpAddress.parse("::"), -1))
                .hasMessage("IP network: ::/-1 (expected: a prefix of 0 to 128)");
    }

    @Test
    void it_knows_which_addresses_lie_in_it() {
        IpNetwork network = IpNetwork.parse("192.0.2.128/25");

        assertThat(network.contains(IpAddress.parse("192.0.2.129"))).isTrue();
        assertThat(network.contains(IpAddress.parse("192.0.2.127"))).isFalse();
        assertThat(network.contains(IpAddress.parse("::ffff:192.0.2.129"))).isFalse();
    }

    @Test
    void networks_are_ordered_by_address_and_then_by_prefix() {
        assertThat(IpNetwork.parse("10.0.0.0/8")).isLessThan(IpNetwork.parse("10.0.0.0/16"));
        assertThat(IpNetwork.parse("9.0.0.0/16")).isLessThan(IpNetwork.parse("10.0.0.0/8"));
    }
}
