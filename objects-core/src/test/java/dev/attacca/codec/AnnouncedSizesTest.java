package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.attacca.Attacca;
import dev.attacca.indirection.UnitOfWorkFactory;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.RequestContext;
import dev.attacca.object.ValueType;
import dev.attacca.object.ValueType.ListValue;
import dev.attacca.object.ValueType.MapValue;
import dev.attacca.object.ValueType.ObjectValue;
import dev.attacca.object.ValueType.Scalar;
import dev.attacca.object.ValueType.SetValue;
import dev.attacca.registry.AllTypes;
import dev.attacca.registry.AllTypes.Everything;
import dev.attacca.registry.AllTypes.Item;
import dev.attacca.registry.Money;
import dev.attacca.registry.ObjectRegistry;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a message announces is held against what it brings and against its budget before memory is made for it. */
class AnnouncedSizesTest {
    private static final ObjectRegistry REGISTRY = AllTypes.registry();
    private static final Agreement AGREEMENT = Agreement.between(REGISTRY, REGISTRY.schemaSet());

    /** For the refusal and its text; the least array that any of these messages announces is larger. */
    private static final long REFUSAL = 16 * 1024;

    private static final ValueType ITEM = new ObjectValue(Item.class, "Item", false);
    private static final ValueType EVERYTHING = new ObjectValue(Everything.class, "Everything", false);

    private final ObjectContext context =
            Attacca.local(REGISTRY, UnitOfWorkFactory.NONE).context(RequestContext.create());

    private void read(ValueType type, byte[] message) {
        ValueCodec.of(type, AGREEMENT).read(new WireInput(AGREEMENT, context, message, true));
    }

    /** How much is allocated while a message is refused; the least of three times, when all classes are there. */
    private long allocatedFor(ValueType type, byte[] message, String refusal) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long before = allocated();
            Throwable refused = catchThrowable(() -> read(type, message));
            least = Math.min(least, allocated() - before);
            assertThat(refused).isInstanceOf(Malformed.class).hasMessageContaining(refusal);
        }
        return least;
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** No text; a count or a length; so many bytes of a kind behind it. */
    private static byte[] announcing(int count, int bytes, int each) {
        byte[] message = new byte[1 + 5 + bytes];
        Arrays.fill(message, (byte) each);
        message[0] = 0;
        for (int i = 0; i < 5; i++) {
            message[1 + i] = (byte) ((count >>> (7 * i) & 0x7f) | (i < 4 ? 0x80 : 0));
        }
        return message;
    }

    static Stream<Arguments> announced() {
        ValueType strings = new ListValue(Scalar.STRING, false);
        ValueType set = new SetValue(Scalar.BOXED_INT);
        ValueType map = new MapValue(Scalar.BOXED_INT, Scalar.BOXED_INT, false);
        String noMore = "elements in ";
        String all = "elements in all (expected: at most 100000)";
        String noLonger = "(expected: no longer than what is there)";
        return Stream.of(
                Arguments.of("a list", strings, 50_000_000, 9, noMore),
                Arguments.of("a list", strings, 100_001, 100_001, all),
                Arguments.of("a list without end", strings, -1, 9, noMore),
                Arguments.of("a list of objects", new ListValue(ITEM, false), 50_000_000, 9, noMore),
                Arguments.of("a set", set, 50_000_000, 9, noMore),
                Arguments.of("a set", set, 100_001, 100_001, all),
                Arguments.of("a set of objects", new SetValue(ITEM), 50_000_000, 9, noMore),
                Arguments.of("a map", map, 50_000_000, 9, noMore),
                Arguments.of("a map", map, 50_000, 100_000, "a map of 50000 (expected: at most 10000)"),
                Arguments.of("a text", Scalar.STRING, 50_000_000, 9, noLonger),
                Arguments.of("a secret", Scalar.SENSITIVE_STRING, 50_000_000, 9, noLonger),
                Arguments.of("bytes", Scalar.BYTES, 50_000_000, 9, noLonger),
                Arguments.of("an array", Scalar.BYTE_ARRAY, 50_000_000, 9, noLonger),
                Arguments.of("an address", Scalar.IP_ADDRESS, 100_000, 100_000, "(expected: at most 16)"),
                Arguments.of(
                        "a value of a domain's own",
                        new ValueType.CustomValue(new Money.Support()),
                        50_000_000,
                        9,
                        noLonger));
    }

    @ParameterizedTest(name = "{0} of {2} in {3} bytes")
    @MethodSource("announced")
    void a_size_is_refused_before_memory_is_made_for_it(
            String what, ValueType type, int count, int bytes, String refusal) {
        assertThat(allocatedFor(type, announcing(count, bytes, 1), refusal)).isLessThan(REFUSAL);
    }

    @Test
    void a_map_takes_memory_for_the_entries_that_came_not_for_those_it_announces() {
        ValueType map = new MapValue(Scalar.BOXED_INT, Scalar.BOXED_INT, false);

        // The second key is the first again.
        assertThat(allocatedFor(map, announcing(10_000, 10_000, 1), "keys twice"))
                .isLessThan(REFUSAL);
    }

    @Test
    void text_is_no_longer_than_the_message() {
        byte[] message = announcing(0, 9, 1);
        Arrays.fill(message, 0, 5, (byte) 0xff);
        message[4] = 7;

        assertThat(allocatedFor(Scalar.STRING, message, "bytes of text in ")).isLessThan(REFUSAL);
    }

    /** An empty one of a wide class is two bytes there and some hundred here. */
    @Test
    void objects_are_charged_with_their_slots_before_they_are_made() {
        int slots = REGISTRY.type(Everything.class).fields().size();
        byte[] message = announcing(90_000, 180_000, 0);
        for (int at = 6; at < message.length; at += 2) {
            message[at] = 6;
        }

        long allocated = allocatedFor(new ListValue(EVERYTHING, false), message, "too many objects");

        // 10,000 slots and four for each byte, of 8 bytes at most, the objects' headers, and a list of 90,000.
        long budget = 10_000 + 4L * message.length;
        assertThat(allocated).isLessThan(8 * budget + 64 * (budget / slots) + 8 * 90_000);
    }
}
