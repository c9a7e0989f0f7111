package dev.attacca.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HardwareAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"52:54:00:ab:cd:ef", "52:54:00:AB:CD:EF", "52-54-00-ab-CD-ef"})
    void a_mac_address_is_written_in_lower_case_with_colons(String text) {
        assertThat(MacAddress.parse(text))
                .hasToString("52:54:00:ab:cd:ef")
                .isEqualTo(MacAddress.of(new byte[] {0x52, 0x54, 0, (byte) 0xab, (byte) 0xcd, (byte) 0xef}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "525400abcdef",
                "52:54:00:ab:cd",
                "52:54:00:ab:cd:ef:01",
                "52:54:00:ab:cd:eg",
                "52:54-00:ab:cd:ef",
                "52:54:00:ab:cd:+f",
                "5:254:00:ab:cd:ef",
                "52:54:00:ab:cd:ef "
            })
    void what_is_no_mac_address_is_refused(String text) {
        assertThatThrownBy(() -> MacAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MAC address: '" + text + "' (expected: six pairs of hex digits, as in 52:54:00:12:34:56)");
    }

    @Test
    void a_mac_address_has_six_bytes() {
        assertThat(MacAddress.parse("ff:00:00:00:00:01").toBytes()).containsExactly(0xff, 0, 0, 0, 0, 1);
        assertThatThrownBy(() -> MacAddress.of(new byte[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a MAC address of 5 bytes (expected: 6)");
    }

    @Test
    void mac_addresses_are_ordered_as_numbers() {
        assertThat(MacAddress.parse("80:00:00:00:00:00")).isGreaterThan(MacAddress.parse("7f:ff:ff:ff:ff:ff"));
    }

    @Test
    void a_pci_address_has_four_parts() {
        PciAddress address = PciAddress.parse("FFFE:1F:1e.7");

        assertThat(address).isEqualTo(new PciAddress(0xfffe, 0x1f, 0x1e, 7)).hasToString("fffe:1f:1e.7");
        assertThat(PciAddress.ofBits(address.toBits())).isEqualTo(address);
        assertThat(address).isGreaterThan(PciAddress.parse("0000:ff:1f.7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1f:1e.7", "0000:1f:1e", "0000:1f:1e:7", "0000:1f:1e.77", "00000:1f:1e.7", "0000:1g:1e.7"})
    void what_is_no_pci_address_is_refused(String text) {
        assertThatThrownBy(() -> PciAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PCI address: '" + text + "' (expected: domain:bus:device.function, as in 0000:1f:02.7)");
    }

    @Test
    void the_parts_of_a_pci_address_have_ranges() {
        assertThatThrownBy(() -> PciAddress.parse("0000:00:20.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PCI address: device 32 (expected: 0 to 31)");
        assertThatThrownBy(() -> PciAddress.parse("0000:00:00.8"))
                .hasMessage("PCI address: function 8 (expected: 0 to 7)");
        assertThatThrownBy(() -> new PciAddress(-1, 0, 0, 0))
                .hasMessage("PCI address: domain -1 (expected: 0 to 65535)");
    }
}
