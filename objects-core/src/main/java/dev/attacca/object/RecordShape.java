package dev.attacca.object;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes records apart and makes them again. Immutable, safe for use by several threads. */
public final class RecordShape {
    // Keyed by the class itself, so that it goes when its loader goes.
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> javaType) {
            return new RecordShape(javaType.asSubclass(Record.class));
        }
    };

    private final Constructor<? extends Record> constructor;
    private final Method[] accessors;

    private RecordShape(Class<? extends Record> javaType) {
        RecordComponent[] components = javaType.getRecordComponents();
        try {
            this.constructor = javaType.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException("a record has a canonical constructor", impossible);
        }
        this.accessors = Stream.of(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
        for (Method accessor : accessors) {
            accessor.setAccessible(true);
        }
    }

    /** The shape of a record class. */
    public static RecordShape of(Class<? extends Record> javaType) {
        return SHAPES.get(javaType);
    }

    /** The components' values in declaration order, primitives boxed. */
    public @Nullable Object[] values(Object record) {
        @Nullable Object[] values = new @Nullable Object[accessors.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = invoke(accessors[i], record);
        }
        return values;
    }

    private static @Nullable Object invoke(Method accessor, Object record) {
        try {
            return accessor.invoke(record);
        } catch (InvocationTargetException thrown) {
            throw unchecked(thrown);
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(accessor + " cannot be reached", closed);
        }
    }

    /** The record of these components; what its constructor throws leaves unchanged if it is unchecked. */
    public Object make(@Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException thrown) {
            throw unchecked(thrown);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(constructor + " cannot be called", impossible);
        }
    }

    private static RuntimeException unchecked(InvocationTargetException thrown) {
        if (thrown.getCause() instanceof Error error) {
            throw error;
        }
        return thrown.getCause() instanceof RuntimeException cause
                ? cause
                : new IllegalStateException(thrown.getCause());
    }
}
