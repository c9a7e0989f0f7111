package dev.attacca.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedMapTest {
    private static Map<Object, Object> numbered(int size) {
        OrderedMap.Builder builder = new OrderedMap.Builder(size, ValueOrder.of(ValueType.Scalar.LONG));
        for (long i = 0; i < size; i++) {
            builder.add(2 * i, "value " + i);
        }
        return builder.build();
    }

    private static Map<Object, Object> tree(int size) {
        Map<Object, Object> tree = new TreeMap<>();
        for (long i = 0; i < size; i++) {
            tree.put(2 * i, "value " + i);
        }
        return tree;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 16, 17, 1000})
    void is_the_map_of_its_entries_in_their_order(int size) {
        Map<Object, Object> map = numbered(size);

        assertThat(map)
                .isEqualTo(tree(size))
                .hasSameHashCodeAs(tree(size))
                .hasToString(tree(size).toString());
        assertThat(map.keySet()).containsExactlyElementsOf(tree(size).keySet());
        for (long i = -1; i <= 2L * size; i++) {
            assertThat(map.get(i)).isEqualTo(tree(size).get(i));
            assertThat(map.containsKey(i)).isEqualTo(tree(size).containsKey(i));
        }
    }

    @Test
    void a_key_of_another_type_or_null_is_not_there() {
        assertThat(numbered(3).get("2")).isNull();
        assertThat(numbered(3).containsKey(null)).isFalse();
    }

    @Test
    void cannot_be_changed() {
        assertThatThrownBy(() -> numbered(3).put(1L, "x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> numbered(3).remove(2L)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> numbered(3).clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> numbered(3).entrySet().iterator().next().setValue("x"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_key_follows_only_behind_the_one_before() {
        OrderedMap.Builder builder = new OrderedMap.Builder(3, ValueOrder.of(ValueType.Scalar.LONG));
        assertThat(builder.follows(5L)).isTrue();
        builder.add(5L, "five");

        assertThat(builder.follows(6L)).isTrue();
        assertThat(builder.follows(5L)).isFalse();
        assertThat(builder.follows(4L)).isFalse();
    }
}
