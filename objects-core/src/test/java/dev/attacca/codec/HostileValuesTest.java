package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.DecodeException;
import dev.attacca.object.ValueType;
import dev.attacca.object.ValueType.Scalar;
import dev.attacca.registry.AllTypes;
import dev.attacca.registry.AllTypes.Light;
import dev.attacca.registry.AllTypes.Range;
import dev.attacca.registry.Hostname;
import dev.attacca.registry.Money;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.Pin;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Bytes that no writer of ours makes, value by value: refused before anything large is allocated. */
class HostileValuesTest {
    private static final ObjectRegistry REGISTRY = AllTypes.registry();
    private static final Agreement AGREEMENT = Agreement.between(REGISTRY, REGISTRY.schemaSet());

    /** A value whose strings have the text, in Latin-1. */
    private static Object read(ValueType type, String hex, String text) {
        String whole = varint(2 * text.length())
                + hex.replace(" ", "")
                + HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
        WireInput in = new WireInput(AGREEMENT, null, HexFormat.of().parseHex(whole), true);
        Object value = ValueCodec.of(type, AGREEMENT).read(in);
        in.end();
        return value;
    }

    private static Object read(ValueType type, String hex) {
        return read(type, hex, "");
    }

    private static void refused(ValueType type, String hex, String code, String message) {
        refused(type, hex, "", code, message);
    }

    private static void refused(ValueType type, String hex, String text, String code, String message) {
        assertThatThrownBy(() -> read(type, hex, text)).isInstanceOfSatisfying(Malformed.class, malformed -> {
            DecodeException shown = malformed.in("at").toDecodeException();
            assertThat(shown.code()).isEqualTo(code);
            assertThat(shown)
                    .hasMessage("at" + (message.startsWith("[") || message.startsWith(".") ? "" : ": ") + message);
        });
    }

    private static String varint(int value) {
        StringBuilder hex = new StringBuilder();
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            hex.append(String.format("%02x", (rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        return hex.append(String.format("%02x", rest)).toString();
    }

    private static String zigzag(int value) {
        return varint((value << 1) ^ (value >> 31));
    }

    @Test
    void decimals_have_a_bounded_scale_and_bounded_digits() {
        String expected = " (expected: a scale of at most 16383 either way and at most 8192 bytes of digits)";
        refused(
                Scalar.BIG_DECIMAL,
                zigzag(Integer.MAX_VALUE) + "01 01",
                DecodeException.RANGE,
                "a decimal of scale 2147483647 and 1 bytes" + expected);
        refused(
                Scalar.BIG_DECIMAL,
                zigzag(Integer.MIN_VALUE) + "01 01",
                DecodeException.RANGE,
                "a decimal of scale -2147483648 and 1 bytes" + expected);
        refused(
                Scalar.BIG_DECIMAL,
                zigzag(16_384) + "01 01",
                DecodeException.RANGE,
                "a decimal of scale 16384 and 1 bytes" + expected);
        refused(Scalar.BIG_DECIMAL, "00 00", DecodeException.RANGE, "a decimal of scale 0 and 0 bytes" + expected);
        refused(
                Scalar.BIG_DECIMAL,
                "00" + varint(8_193) + "00".repeat(8_193),
                DecodeException.BAD_SIZE,
                "8193 bytes (expected: at most 8192)");
        refused(
                Scalar.BIG_DECIMAL,
                "00" + varint(Integer.MAX_VALUE),
                DecodeException.BAD_SIZE,
                "a string of 2147483647 bytes in 0 bytes (expected: no longer than what is there)");
        assertThat(read(Scalar.BIG_DECIMAL, zigzag(-16_383) + "01 01")).hasToString("1E+16383");
    }

    @Test
    void addresses_have_4_or_16_bytes() {
        refused(
                Scalar.IP_ADDRESS,
                "05 0102030405",
                DecodeException.BAD_SIZE,
                "an IP address of 5 bytes (expected: 4 or 16)");
        refused(Scalar.IP_ADDRESS, "00", DecodeException.BAD_SIZE, "an IP address of 0 bytes (expected: 4 or 16)");
        refused(Scalar.IP_ADDRESS, "11" + "00".repeat(17), DecodeException.BAD_SIZE, "17 bytes (expected: at most 16)");
    }

    @Test
    void networks_have_a_prefix_that_fits_and_nothing_behind_it() {
        refused(
                Scalar.IP_NETWORK,
                "10" + "00".repeat(16) + "81",
                DecodeException.RANGE,
                "IP network: ::/129 (expected: a prefix of 0 to 128)");
        refused(
                Scalar.IP_NETWORK,
                "04 00000000 ff",
                DecodeException.RANGE,
                "IP network: 0.0.0.0/255 (expected: a prefix of 0 to 32)");
        refused(
                Scalar.IP_NETWORK,
                "04 0a000001 18",
                DecodeException.RANGE,
                "IP network: 10.0.0.1/24 (expected: no bits behind the prefix, as in 10.0.0.0/24)");
        refused(Scalar.IP_NETWORK, "04 0a000000", DecodeException.BAD_SIZE, "the bytes end too early (expected: more)");
    }

    @Test
    void hardware_addresses_have_their_length() {
        refused(Scalar.MAC_ADDRESS, "0102030405", DecodeException.BAD_SIZE, "the bytes end too early (expected: more)");
        refused(Scalar.PCI_ADDRESS, "010203", DecodeException.BAD_SIZE, "the bytes end too early (expected: more)");
        assertThat(read(Scalar.PCI_ADDRESS, "ffffffff")).hasToString("ffff:ff:1f.7");
    }

    @Test
    void dates_and_instants_are_within_the_calendar() {
        refused(
                Scalar.LOCAL_DATE,
                "fe ff ff ff ff ff ff ff ff",
                DecodeException.RANGE,
                Long.MAX_VALUE + " days (expected: a date)");
        refused(
                Scalar.INSTANT,
                "00 00 00 00 00 00 00 80 00" + varint(1_000_000),
                DecodeException.RANGE,
                "1000000 microseconds (expected: 0 to 999999)");
    }

    @Test
    void every_length_of_time_is_one() {
        assertThat(read(Scalar.DURATION, "ff ff ff ff ff ff ff ff ff")).hasToString("PT-2562047788H-54.775808S");
    }

    @Test
    void sets_ascend() {
        ValueType ints = new ValueType.SetValue(Scalar.BOXED_INT);
        String expected = "[1]: elements twice or out of order (expected: ascending elements)";

        refused(ints, "02 04 02", DecodeException.WRONG_TYPE, expected);
        refused(ints, "02 02 02", DecodeException.WRONG_TYPE, expected);
        refused(
                ints,
                varint(100_001),
                DecodeException.BAD_SIZE,
                "100001 elements in 0 bytes (expected: a byte each at least)");
        refused(
                new ValueType.SetValue(new ValueType.ListValue(Scalar.STRING, false)),
                "02 01 01 01 01",
                "ba",
                DecodeException.WRONG_TYPE,
                expected);
    }

    @Test
    void keys_of_maps_ascend() {
        ValueType map = new ValueType.MapValue(new ValueType.EnumValue(Light.class), Scalar.BOXED_INT, true);

        // By name: GREEN, RED, YELLOW.
        assertThat(read(map, "02 00 00 01 01 02")).hasToString("{GREEN=null, RED=1}");
        refused(
                map,
                "02 01 00 00 00",
                DecodeException.WRONG_TYPE,
                "[1].key: keys twice or out of order (expected: ascending keys)");
        refused(map, "01 03 00", DecodeException.BAD_ENUM, "[0].key: Light code 3 (expected: 0 to 2)");
        refused(map, "01 00 02 00", DecodeException.RANGE, "[0]: flag 2 (expected: 0 or 1)");
    }

    @Test
    void elements_that_may_be_null_say_so_with_0_or_1() {
        ValueType list = new ValueType.ListValue(new ValueType.ListValue(Scalar.BOXED_INT, true), false);

        assertThat(read(list, "01 02 00 01 02")).isEqualTo(List.of(java.util.Arrays.asList(null, 1)));
        refused(list, "01 02 00 07", DecodeException.RANGE, "[0][1]: flag 7 (expected: 0 or 1)");
    }

    @Test
    void counts_are_charged_through_every_level() {
        ValueType deep = new ValueType.ListValue(new ValueType.ListValue(Scalar.BOOLEAN, false), false);

        refused(
                deep,
                "02" + varint(60_000) + "00".repeat(60_000) + varint(60_000) + "00".repeat(60_000),
                DecodeException.BAD_SIZE,
                "[1]: 120002 elements in all (expected: at most 100000)");
    }

    @Test
    void what_a_domains_own_type_throws_is_a_refusal() {
        refused(
                new ValueType.CustomValue(new Hostname.Support()),
                "02 2d2d",
                DecodeException.RANGE,
                "Hostname: '--' (expected: labels of letters, digits and dashes)");
        refused(
                new ValueType.CustomValue(new Hostname.Support()),
                "01 ff",
                DecodeException.RANGE,
                "Hostname: bytes that are no UTF-8 (expected: UTF-8)");
        refused(
                new ValueType.CustomValue(new Money.Support()),
                "03 010203",
                DecodeException.RANGE,
                "3 bytes (expected: those of a Money)");
        refused(
                new ValueType.CustomValue(new Pin.Support()),
                "03 616263",
                DecodeException.RANGE,
                "3 bytes (expected: those of a Pin)");
    }

    @Test
    void an_object_is_of_a_class_that_may_stand_there() {
        ValueType animal = new ValueType.ObjectValue(AllTypes.Animal.class, "Animal", true);
        int item = AGREEMENT.typed("Item").id();

        refused(animal, varint(item) + "00 00 00", DecodeException.WRONG_TYPE, "a Item (expected: a Animal)");
        refused(
                animal,
                varint(77) + "00 00 00",
                DecodeException.WRONG_TYPE,
                "type 77: unknown (expected: 0 to 4, as agreed in the handshake)");
        refused(
                animal,
                "ff ff ff ff 0f",
                DecodeException.WRONG_TYPE,
                "type -1: unknown (expected: 0 to 4, as agreed in the handshake)");
    }

    @Test
    void what_a_records_constructor_throws_is_a_refusal() {
        ValueType type =
                new ValueType.RecordValue(Even.class, List.of(new ValueType.Component("number", Scalar.INT, false)));

        assertThat(read(type, "04")).isEqualTo(new Even(2));
        refused(type, "02", DecodeException.RANGE, "Even: 1 (expected: an even number)");
        refused(
                new ValueType.RecordValue(
                        Range.class,
                        List.of(
                                new ValueType.Component("from", Scalar.INT, false),
                                new ValueType.Component("to", Scalar.BOXED_INT, true))),
                "02 05",
                DecodeException.RANGE,
                ".to: flag 5 (expected: 0 or 1)");
    }

    /** A record that checks. */
    record Even(int number) {
        Even {
            if (number % 2 != 0) {
                throw new IllegalArgumentException(number + " (expected: an even number)");
            }
        }
    }

    @Test
    void a_path_leads_to_the_bad_value() {
        assertThat(Objects.requireNonNull(new Malformed(DecodeException.RANGE, "x")
                        .in("[1]")
                        .in("[0]")
                        .in("grid")
                        .toDecodeException()
                        .path()))
                .isEqualTo("grid[0][1]");
    }
}
