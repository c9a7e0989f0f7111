package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.DecodeException;
import dev.attacca.error.UnknownTypeException;
import dev.attacca.error.VersionMismatchException;
import dev.attacca.registry.ObjectRegistry;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON of a peer that nobody trusts: one typed error with the place in it, and nothing is built. */
class HostileJsonTest {
    private static final String DISK = "{\"versioned_object.name\":\"Disk\",\"versioned_object.namespace\":\"attacca\","
            + "\"versioned_object.version\":\"1.0\",\"versioned_object.data\":{%s}}";

    private final ObjectRegistry registry = Oslo.registry();
    private final ObjectJson json = ObjectJson.of(registry);

    private void read(String document) {
        json.read(document.getBytes(StandardCharsets.UTF_8), null);
    }

    private void refuses(String document, String code, String message) {
        assertThatThrownBy(() -> read(document)).isInstanceOfSatisfying(DecodeException.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused).hasMessageContaining(message);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "[[{\"a\":"})
    void deep_nesting_is_refused_before_the_stack_is_deep(String opening) {
        refuses(opening.repeat(100_000), DecodeException.TOO_DEEP, "document: over a limit");
    }

    @Test
    void objects_inside_objects_are_refused_beyond_32() {
        String loop = "{\"versioned_object.name\":\"Loop\",\"versioned_object.namespace\":\"attacca\","
                + "\"versioned_object.version\":\"1.7\",\"versioned_object.data\":{%s}}";
        String nested = String.format(loop, "");
        for (int depth = 1; depth < 32; depth++) {
            nested = String.format(loop, "\"next\":" + nested);
        }
        read(nested);
        refuses(String.format(loop, "\"next\":" + nested), DecodeException.TOO_DEEP, "Loop.next.next");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"id\":1e999999|WRONG_TYPE|Disk.id: a number (expected: a whole number",
                "\"id\":2147483648|RANGE|Disk.id: a number outside its range",
                "\"id\":99999999999999999999|WRONG_TYPE|Disk.id: a number",
                "\"id\":1.5|WRONG_TYPE|Disk.id: a number",
                "\"ratio\":1e999999|RANGE|Disk.ratio: a number outside its range",
                "\"ratio\":1e-999999999|BAD_PAYLOAD|",
                "\"ratio\":1e99999999999|RANGE|data.ratio: a number outside its range",
                "\"ratio\":-0.0e99999999999|RANGE|a number outside its range",
                "\"ratio\":NaN|BAD_PAYLOAD|not JSON at line 1",
                "\"ratio\":-Infinity|BAD_PAYLOAD|not JSON at line 1",
                "\"id\":01|BAD_PAYLOAD|not JSON at line 1",
                "\"id\":null|NOT_NULL|Disk.id: null (expected: a value)",
                "\"id\":\"1\"|WRONG_TYPE|Disk.id: a text (expected: a whole number",
                "\"id\":[1]|WRONG_TYPE|Disk.id: an array",
                "\"id\":{}|WRONG_TYPE|Disk.id: an object",
                "\"label\":7|WRONG_TYPE|Disk.label: a number (expected: a text)",
                "\"label\":\"\\ud800\"|WRONG_TYPE|half a surrogate pair",
                "\"uuid\":\"1-1-1-1-1\"|WRONG_TYPE|Disk.uuid: a text of another form (expected: a UUID",
                "\"bootable\":1|WRONG_TYPE|Disk.bootable: a number (expected: true or false)",
                "\"id\":1,\"id\":2|BAD_PAYLOAD|versioned_object.data.id: a second value (expected: every key once)",
                "\"sizeGb\":1|WRONG_TYPE|Disk.sizeGb: no field of Disk 1.0 (expected one of: [bootable, id,",
                "\"id\":1,|BAD_PAYLOAD|not JSON"
            })
    void what_makes_no_sense_is_refused_with_its_place(String data, String code, String message) {
        if (data.contains("1e-999999999")) {
            // So small that it is nothing: read as the nearest double, without being written out on the way.
            read(String.format(DISK, data));
            return;
        }
        refuses(String.format(DISK, data), code, message == null ? "" : message);
    }

    @Test
    void a_number_of_a_million_digits_is_refused_by_its_length() {
        refuses(String.format(DISK, "\"ratio\":" + "9".repeat(1_000_000)), DecodeException.BAD_SIZE, "over a limit");
    }

    @Test
    void more_values_than_anybody_sends_are_refused() {
        refuses("[" + "0,".repeat(3_000_000) + "0]", DecodeException.BAD_SIZE, "over a limit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":0},|1000000|objects and arrays (expected: at most 200000)",
                "[0],|1000000|objects and arrays (expected: at most 200000)",
                "{},|2000000|over a limit",
                "\"\",|2000000|over a limit",
                "-1e5,|2000000|over a limit",
                "{\"\":{\"\":{\"\":0}}},|300000|objects and arrays (expected: at most 200000)"
            })
    void however_much_a_few_bytes_ask_for_the_memory_is_bounded(String element, int times, String message) {
        byte[] document = ("[" + element.repeat(times) + "0]").getBytes(StandardCharsets.UTF_8);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        assertThatThrownBy(() -> json.read(document, null))
                .isInstanceOfSatisfying(
                        DecodeException.class,
                        refused -> assertThat(refused.code()).isEqualTo(DecodeException.BAD_SIZE))
                .hasMessageContaining(message);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(40L * document.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00", "a\\udc00\\ud800", "\\ud800\\ud800\\udc00"})
    void lone_surrogates_are_refused_in_texts_and_in_keys(String text) {
        refuses(String.format(DISK, "\"label\":\"" + text + "\""), DecodeException.WRONG_TYPE, "half a surrogate pair");
        assertThatThrownBy(() -> read(String.format(DISK, "\"" + text + "\":1")))
                .isInstanceOf(DecodeException.class);
    }

    @Test
    void more_elements_than_a_message_has_are_refused_in_one_list_and_in_several() {
        String bag = "{\"versioned_object.name\":\"Bag\",\"versioned_object.namespace\":\"attacca\","
                + "\"versioned_object.version\":\"1.0\",\"versioned_object.data\":{%s}}";
        String many = "[" + "0,".repeat(59_999) + "0]";

        read(String.format(bag, "\"ints\":" + many));
        refuses(
                String.format(bag, "\"ints\":" + many + ",\"grid\":[" + many.replace("0", "\"\"") + "]"),
                DecodeException.BAD_SIZE,
                "elements (expected: at most 100000)");
    }

    @Test
    void a_huge_text_is_no_longer_than_its_document() {
        read(String.format(DISK, "\"label\":\"" + "x".repeat(4_000_000) + "\""));
    }

    @Test
    void what_comes_behind_the_object_is_refused() {
        refuses(String.format(DISK, "") + " {}", DecodeException.TRAILING_BYTES, "a second value (expected: the end)");
        refuses(String.format(DISK, "") + "x", DecodeException.CODE, "not JSON");
    }

    @Test
    void bytes_that_are_no_utf_8_are_refused() {
        byte[] document = String.format(DISK, "\"label\":\"xy\"").getBytes(StandardCharsets.UTF_8);
        int at = new String(document, StandardCharsets.UTF_8).indexOf("xy");
        // A slash in two bytes, which only lenient readers take.
        document[at] = (byte) 0xc0;
        document[at + 1] = (byte) 0xaf;

        assertThatThrownBy(() -> json.read(document, null))
                .isInstanceOf(DecodeException.class)
                .hasMessage("document: bytes that are no UTF-8 (expected: UTF-8)");
    }

    @Test
    void a_class_that_is_not_registered_is_named() {
        assertThatThrownBy(() -> read(String.format(DISK, "").replace("Disk", "java.lang.Runtime\\u0007")))
                .isInstanceOf(UnknownTypeException.class)
                .hasMessageStartingWith("java.lang.Runtime?: not registered");
    }

    @Test
    void a_version_yet_to_come_is_refused_with_the_one_that_is_known() {
        assertThatThrownBy(() -> read(String.format(DISK, "").replace("1.0", "1.7")))
                .isInstanceOf(VersionMismatchException.class)
                .hasMessageStartingWith("Disk: 1.7 (expected: 1.0 or older)");
    }

    @Test
    void a_patch_changes_nothing() {
        read(String.format(DISK, "\"id\":1").replace("1.0", "1.0.4"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"attacca\"|\"nova\"|a class of another project",
                "\"1.0\"|\"one\"|Disk.versioned_object.version: no version",
                "\"1.0\"|1.0|Disk.versioned_object.version: a number (expected: a version)",
                "{}|7|Disk.versioned_object.data: a number",
                "\"attacca\"|\"attacca\",\"versioned_object.changes\":[\"id\"]|[id] without values",
                "\"attacca\"|\"attacca\",\"versioned_object.extra\":1|Disk.versioned_object.extra: unknown"
            })
    void a_primitive_with_other_parts_is_refused(String part, String other, String message) {
        assertThatThrownBy(() -> read(String.format(DISK, "").replace(part, other)))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(message);
    }

    @Test
    void nothing_but_errors_of_ours_leaves_whatever_the_bytes_are() {
        byte[] good = String.format(DISK, "\"id\":1,\"label\":\"ä\",\"ratio\":1.5,\"bootable\":true")
                .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                json.read(bad, null);
            } catch (AttaccaException typed) {
                refused++;
            }
        }
        assertThat(refused).isBetween(10_000, 20_000);
    }
}
