package dev.attacca.object;

import dev.attacca.error.TooManyResultsException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts results and refuses those that are more than their remotable may return. */
public final class ResultLimit {
    private ResultLimit() {}

    /** Whether results of a type have a number of elements. */
    public static boolean countable(@Nullable ValueType result) {
        if (result instanceof ValueType.ObjectValue object) {
            return ObjectList.class.isAssignableFrom(object.javaType());
        }
        if (result instanceof ValueType.RecordValue record) {
            return record.javaType() == Page.class;
        }
        return result instanceof ValueType.ListValue
                || result instanceof ValueType.SetValue
                || result instanceof ValueType.MapValue;
    }

    /**
     * Lets a result pass.
     *
     * @throws TooManyResultsException if it has more elements than its remotable may return
     */
    public static void check(RemotableMethod method, @Nullable Object result) {
        int most = method.maxResults();
        if (most == 0 || result == null) {
            return;
        }
        int found = count(result);
        if (found > most) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("method", method.qualifiedName());
            details.put("found", String.valueOf(found));
            details.put("maxResults", String.valueOf(most));
            throw new TooManyResultsException(
                    method.qualifiedName() + ": " + found + " results (expected: at most " + most + "); "
                            + (result instanceof Page ? "ask for smaller pages" : "ask for pages, or for less"),
                    details,
                    null);
        }
    }

    private static int count(Object result) {
        if (result instanceof Collection<?> elements) {
            return elements.size();
        }
        if (result instanceof Map<?, ?> map) {
            return map.size();
        }
        if (result instanceof Page<?> page) {
            return page.items().size();
        }
        return result instanceof ObjectList<?> list ? list.size() : 0;
    }
}
