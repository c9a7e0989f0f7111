package dev.attacca.schema.processor.shelf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.InvalidValueException;
import dev.attacca.object.ObjectField;
import dev.attacca.store.Filter;
import dev.attacca.value.Bytes;
import dev.attacca.value.IpAddress;
import dev.attacca.value.IpNetwork;
import dev.attacca.value.MacAddress;
import dev.attacca.value.PciAddress;
import dev.attacca.value.SensitiveString;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoredDeviceTest {
    private static final Library LIBRARY = new Library();

    private final Device device = LIBRARY.context().create(Device.class);

    @AfterAll
    static void close() {
        LIBRARY.close();
    }

    @BeforeEach
    void fill() {
        LIBRARY.empty();
        device.setPrice(new BigDecimal("12.3400"));
        device.setBought(LocalDate.of(2026, 2, 28));
        device.setWarranty(Duration.parse("PT-0.000001S"));
        device.setSeal(Bytes.parse("00ff"));
        device.setFirmware(new byte[] {1, -1});
        device.setAddress(IpAddress.parse("2001:db8::1"));
        device.setNetwork(IpNetwork.parse("192.0.2.128/25"));
        device.setMac(MacAddress.parse("52:54:00:ab:cd:ef"));
        device.setSlot(PciAddress.parse("0000:1f:02.7"));
        device.setPassword(SensitiveString.of("hunter2"));
    }

    private static Device again(Device stored) {
        return LIBRARY.devices(devices -> devices.requireByKey(stored.getUuid()));
    }

    @SafeVarargs
    private static List<Device> found(Filter<Device>... filters) {
        return LIBRARY.devices(devices -> devices.find(filters));
    }

    private void insert() {
        LIBRARY.devices(devices -> {
            devices.insert(device);
            return device;
        });
    }

    @Test
    void everyValueIsStoredInTheColumnOfItsTypeAndReadBack() {
        insert();

        assertThat(again(device).equalsByValue(device)).isTrue();
        assertThat(LIBRARY.rows(
                        "SELECT price, bought, warranty, seal, address, network, mac, slot, password FROM devices"))
                .containsExactly(
                        "12.3400|2026-02-28|-1|\\x00ff|2001:db8::1|192.0.2.128/25|52:54:00:ab:cd:ef|0000:1f:02.7"
                                + "|hunter2");
    }

    @Test
    void nullIsNull() {
        device.setPrice(null);
        device.setBought(null);
        device.setWarranty(null);
        device.setSeal(null);
        device.setFirmware(null);
        device.setAddress(null);
        device.setNetwork(null);
        device.setMac(null);
        device.setSlot(null);
        device.setPassword(null);
        insert();

        Device read = again(device);
        assertThat(read.equalsByValue(device)).isTrue();
        assertThat(read.type().fields())
                .allMatch(field -> read.isSet(field.name()), "set")
                .extracting(ObjectField::name)
                .contains("address");
        assertThat(read.getFirmware()).isNull();
    }

    @Test
    void everyValueCanBeSearchedFor() {
        insert();

        for (Filter<Device> filter : List.of(
                Filter.eq(DeviceFields.PRICE, new BigDecimal("12.34")),
                Filter.eq(DeviceFields.BOUGHT, LocalDate.of(2026, 2, 28)),
                Filter.eq(DeviceFields.WARRANTY, Duration.ofNanos(-1_000)),
                Filter.eq(DeviceFields.SEAL, Bytes.parse("00ff")),
                Filter.eq(DeviceFields.FIRMWARE, new byte[] {1, -1}),
                Filter.eq(DeviceFields.ADDRESS, IpAddress.parse("2001:db8::1")),
                Filter.eq(DeviceFields.NETWORK, IpNetwork.parse("192.0.2.128/25")),
                Filter.eq(DeviceFields.MAC, MacAddress.parse("52:54:00:ab:cd:ef")),
                Filter.eq(DeviceFields.SLOT, PciAddress.parse("0000:1f:02.7")),
                Filter.eq(DeviceFields.PASSWORD, SensitiveString.of("hunter2")))) {
            assertThat(found(filter)).hasSize(1);
        }
    }

    @Test
    void oneOfManyIsFoundByTheTextOfEach() {
        insert();

        assertThat(found(
                        Filter.in(DeviceFields.WARRANTY, List.of(Duration.ofNanos(-1_000), Duration.ZERO)),
                        Filter.in(DeviceFields.SEAL, List.of(Bytes.parse("00ff"))),
                        Filter.in(DeviceFields.ADDRESS, List.of(IpAddress.parse("2001:db8::1"))),
                        Filter.in(DeviceFields.PASSWORD, List.of(SensitiveString.of("hunter2")))))
                .hasSize(1);
    }

    @Test
    void anAddressWithAPrefixIsNoAddress() {
        insert();
        LIBRARY.execute("UPDATE devices SET address = '192.0.2.1/24'");

        assertThatThrownBy(() -> again(device))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("stored IP address: '192.0.2.1/24'");
    }
}
