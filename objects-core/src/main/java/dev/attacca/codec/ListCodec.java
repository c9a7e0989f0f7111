package dev.attacca.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Count, then elements. */
final class ListCodec extends ValueCodec {
    private final ElementCodec element;

    ListCodec(ValueCodec element, boolean nullable) {
        this.element = new ElementCodec(element, nullable);
    }

    @Override
    void write(WireOutput out, Object value) {
        List<?> list = (List<?>) value;
        out.count(list.size(), WireInput.MOST_ELEMENTS);
        int index = 0;
        for (@Nullable Object each : list) {
            element.write(out, each, index++);
        }
    }

    @Override
    Object read(WireInput in) {
        int count = in.count();
        List<@Nullable Object> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(element.read(in, i));
        }
        return Collections.unmodifiableList(list);
    }

    @Override
    Object crossing(Object value) {
        List<@Nullable Object> crossing = new ArrayList<>();
        for (@Nullable Object each : (List<?>) value) {
            crossing.add(each == null ? null : element.codec().crossing(each));
        }
        return crossing;
    }
}
