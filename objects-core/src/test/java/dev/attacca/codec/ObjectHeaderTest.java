package dev.attacca.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.Sample;
import dev.attacca.registry.SchemaSet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectHeaderTest {
    private static final ObjectRegistry NEW = Sample.registry();
    private static final ObjectRegistry OLD = OldSample.registry();

    private final Agreement agreement = Agreement.between(NEW, NEW.schemaSet());
    private final ObjectCodec codec = agreement.typed("Machine").codec();
    private final ObjectHeader header = new ObjectHeader(codec.fields(), codec.projection(), codec.identity());
    private final long identity = codec.identity();
    private final long name = bit("name");
    private final long motto = bit("motto");
    private final long seen = bit("seen");

    private long bit(String field) {
        return 1L
                << codec.layout().fields().stream()
                        .filter(each -> each.name().equals(field))
                        .findFirst()
                        .orElseThrow()
                        .bit();
    }

    private String written(int age, long set, long changed, long nulls) {
        WireBytes bytes = new WireBytes();
        bytes.reserve(ObjectHeader.MOST);
        header.put(bytes, age, set, changed, nulls);
        return HexFormat.ofDelimiter(" ").formatHex(Arrays.copyOf(bytes.getBuffer(), bytes.position()));
    }

    private WireInput input(String hex) {
        return new WireInput(agreement, null, HexFormat.of().parseHex("00" + hex.replace(" ", "")), false);
    }

    /** Age, set, changed and null fields, in the order in which they are read. */
    private long[] read(String hex) {
        WireInput in = input(hex);
        int shape = in.oneByte();
        long age = header.age(in, shape);
        long set = header.set(in, shape);
        long changed = header.changed(in, shape, set);
        long nulls = header.nulls(in, shape, set, changed);
        in.end();
        return new long[] {age, set, changed, nulls};
    }

    private void refused(String hex, String message) {
        assertThatThrownBy(() -> read(hex)).isInstanceOf(Malformed.class).hasMessage(message);
    }

    @Test
    void what_identifies_an_object_is_known_to_both_sides() {
        assertThat(identity).isEqualTo(bit("uuid"));
        assertThat(new String(NEW.schemaSet().sent(), StandardCharsets.UTF_8)).endsWith("identity Machine uuid\n");

        SchemaSet parsed = SchemaSet.parse(NEW.schemaSet().sent());
        assertThat(Agreement.between(NEW, parsed).typed("Machine").codec().identity())
                .isEqualTo(identity);
    }

    @Test
    void between_two_versions_it_is_what_the_older_side_says() {
        ObjectCodec newer =
                Agreement.between(NEW, OLD.schemaSet()).typed("Machine").codec();
        ObjectCodec older =
                Agreement.between(OLD, NEW.schemaSet()).typed("Machine").codec();

        assertThat(newer.identity()).isEqualTo(older.identity()).isNotZero();
    }

    @Test
    void a_side_that_says_nothing_of_it_is_sent_whole_masks() {
        SchemaSet without = SchemaSet.parse(NEW.schemaSet().text().getBytes(StandardCharsets.UTF_8));

        assertThat(Agreement.between(NEW, without).typed("Machine").codec().identity())
                .isZero();
    }

    @Test
    void one_changed_field_beside_what_identifies_is_one_byte() {
        assertThat(written(0, identity | motto, motto, 0))
                .isEqualTo(Long.toHexString(0x40 + Long.numberOfTrailingZeros(motto)));
    }

    @Test
    void several_are_one_mask() {
        assertThat(written(0, identity | motto | name, motto | name, 0)).startsWith("14 ");
        assertThat(read(written(0, identity | motto | name, motto | name, 0)))
                .containsExactly(0, identity | motto | name, motto | name, 0);
    }

    @Test
    void none_is_one_byte() {
        assertThat(written(0, identity, 0, 0)).isEqualTo("16");
        assertThat(read("16")).containsExactly(0, identity, 0, 0);
    }

    @Test
    void nulls_and_age_are_told_all_the_same() {
        assertThat(read(written(1, identity | seen, seen, seen))).containsExactly(1, identity | seen, seen, seen);
    }

    @RepeatedTest(200)
    void whatever_is_written_is_read(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        long all = -1L >>> (64 - codec.size());
        long few = random.nextLong() & 0x1111_1111_1111_1111L;
        long set = (random.nextBoolean() ? random.nextLong() : (identity | few)) & all;
        long changed = random.nextBoolean() ? set & ~identity : set & random.nextLong() & ~identity;
        int age = random.nextInt(3);

        assertThat(read(written(age, set, changed, set & seen))).containsExactly(age, set, changed, set & seen);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 19, 31, 32, 40, 63})
    void a_shape_that_says_nothing_is_refused(int shape) {
        refused(
                HexFormat.of().toHexDigits((byte) shape) + " 00 00 00",
                "shape " + shape + " of an object (expected: one that says what is left out)");
    }

    @Test
    void a_changed_field_that_is_none_is_refused() {
        refused("7f", "changed field 63 (expected: one of the class that does not identify it)");
        refused(
                Long.toHexString(0x40 + Long.numberOfTrailingZeros(identity)),
                "changed field " + Long.numberOfTrailingZeros(identity)
                        + " (expected: one of the class that does not identify it)");
        refused(
                "14 " + HexFormat.of().toHexDigits((byte) 0x80) + " ff 7f",
                "the mask of changed fields names field 20 (expected: below " + codec.size() + ")");
    }
}
