package dev.attacca.object;

import dev.attacca.value.Bytes;
import java.lang.reflect.Method;
import java.lang.reflect.TypeVariable;
import org.jspecify.annotations.Nullable;

/**
 * One field of an {@link ObjectType}, at the type's newest version. Immutable.
 *
 * @param name the field's name, {@code memoryMb} for {@code getMemoryMb}
 * @param index position in the type's field list and bit in its masks, 0 to 63
 * @param type its type
 * @param nullable whether null is a value of it
 * @param key whether it identifies the object
 * @param rowVersion whether it counts stored writes
 * @param sensitive whether its value must not be shown
 * @param getter the abstract getter
 * @param setter the abstract setter, or {@code null} for a read-only field
 * @param loader the name of the {@code loadX} remotable of a lazy field, or {@code null} for a field that is not lazy
 * @param limits what is demanded of its values beyond their type, or {@code null} for nothing
 * @param defaultValue what {@code setDefaults} sets, in the form that is kept, or {@code null} for no default
 */
public record ObjectField(
        String name,
        int index,
        ValueType type,
        boolean nullable,
        boolean key,
        boolean rowVersion,
        boolean sensitive,
        Method getter,
        @Nullable Method setter,
        @Nullable String loader,
        @Nullable FieldLimits limits,
        @Nullable Object defaultValue) {

    /** Whether the field is a Java primitive. */
    public boolean primitive() {
        return type.primitive();
    }

    /** The class of what is kept: what the accessors show, save for {@code byte[]}, which is kept as {@link Bytes}, and what
     * stands for a type variable. */
    public Class<?> keptType() {
        Class<?> shown = getter.getReturnType();
        if (shown == byte[].class) {
            return Bytes.class;
        }
        return getter.getGenericReturnType() instanceof TypeVariable<?> ? standsFor(type, shown) : shown;
    }

    /** The class of what stands for a type variable; of collections nobody needs to know more than the variable's bound. */
    private static Class<?> standsFor(ValueType type, Class<?> bound) {
        if (type instanceof ValueType.Scalar scalar) {
            return scalar.javaType();
        }
        if (type instanceof ValueType.EnumValue constants) {
            return constants.javaType();
        }
        return type instanceof ValueType.ObjectValue object ? object.javaType() : bound;
    }

    /** The field's bit in presence and change masks. */
    public long bit() {
        return 1L << index;
    }
}
