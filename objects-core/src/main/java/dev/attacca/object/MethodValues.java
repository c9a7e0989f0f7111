package dev.attacca.object;

import dev.attacca.error.InvalidValueException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one remotable takes and returns: brings arguments and results into the form in which they cross, wherever the body runs,
 * so that it cannot tell. Immutable, safe for use by several threads.
 */
public final class MethodValues {
    private final String method;
    private final List<ValueForm> parameters = new ArrayList<>();
    private final List<Boolean> nullable;
    private final boolean takesObjects;
    private final @Nullable ValueForm result;
    private final boolean resultNullable;

    /** For the registry: see {@link RemotableMethod} for the parameters' meaning. */
    public MethodValues(
            String qualifiedName,
            List<ValueType> parameters,
            List<Boolean> nullableParameters,
            @Nullable ValueType result,
            boolean resultNullable) {
        this.method = qualifiedName;
        parameters.forEach(parameter -> this.parameters.add(ValueForm.of(parameter)));
        this.nullable = List.copyOf(nullableParameters);
        this.takesObjects = parameters.stream().anyMatch(ValueType::holdsObjects);
        this.result = result == null ? null : ValueForm.of(result);
        this.resultNullable = resultNullable;
    }

    /**
     * Arguments in the form in which they cross.
     *
     * @throws InvalidValueException if one does not fit
     */
    @Nullable
    Object[] arguments(@Nullable Object[] given) {
        @Nullable Object[] kept = given.length == 0 ? given : given.clone();
        for (int i = 0; i < kept.length; i++) {
            Object value = kept[i];
            if (value != null) {
                kept[i] = parameters.get(i).keep(method + ": argument " + i, value);
            } else if (!nullable.get(i)) {
                throw notNull("argument " + i, "parameter");
            }
        }
        return kept;
    }

    /**
     * A result in the form in which it crosses.
     *
     * @throws InvalidValueException if it does not fit
     */
    public @Nullable Object result(@Nullable Object returned) {
        if (result == null) {
            return null;
        }
        if (returned != null) {
            return result.keep(method + ": result", returned);
        }
        if (!resultNullable) {
            throw notNull("result", "method");
        }
        return null;
    }

    private InvalidValueException notNull(String what, String toMark) {
        return new InvalidValueException(
                method + ": " + what + ": null (expected: a value; mark the " + toMark + " @Nullable to allow null)");
    }

    /**
     * Arguments as a body gets them that runs in place: objects among them are copies, as they are where a body runs
     * elsewhere. An argument that is one of the receivers, or the same object as an earlier one, stays that.
     */
    public @Nullable Object[] handedOver(@Nullable Object[] arguments, List<? extends ContextBound> receivers) {
        if (!takesObjects) {
            return arguments;
        }
        @Nullable Object[] handed = arguments.clone();
        for (int i = 0; i < handed.length; i++) {
            handed[i] = handedOver(arguments, handed, i, receivers);
        }
        return handed;
    }

    private static @Nullable Object handedOver(
            @Nullable Object[] arguments,
            @Nullable Object[] handed,
            int index,
            List<? extends ContextBound> receivers) {
        Object argument = arguments[index];
        if (argument instanceof VersionedObject) {
            for (ContextBound receiver : receivers) {
                if (receiver == argument) {
                    return argument;
                }
            }
            for (int earlier = 0; earlier < index; earlier++) {
                if (arguments[earlier] == argument) {
                    return handed[earlier];
                }
            }
        }
        return copied(argument);
    }

    private static @Nullable Object copied(@Nullable Object value) {
        if (value instanceof VersionedObject object) {
            return VersionedObject.copyOf(object);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copies = new ArrayList<>(list.size());
            list.forEach(each -> copies.add(copied(each)));
            return Collections.unmodifiableList(copies);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copies = new LinkedHashMap<>();
            map.forEach((key, each) -> copies.put(key, copied(each)));
            return Collections.unmodifiableMap(copies);
        }
        if (value instanceof Set<?> set && !Slots.held(set).isEmpty()) {
            Set<@Nullable Object> copies = new LinkedHashSet<>();
            set.forEach(each -> copies.add(copied(each)));
            return Collections.unmodifiableSet(copies);
        }
        if (value instanceof Record record && !Slots.held(record).isEmpty()) {
            RecordShape shape = RecordShape.of(record.getClass());
            @Nullable Object[] components = shape.values(record);
            for (int i = 0; i < components.length; i++) {
                components[i] = copied(components[i]);
            }
            return shape.make(components);
        }
        return value;
    }
}
