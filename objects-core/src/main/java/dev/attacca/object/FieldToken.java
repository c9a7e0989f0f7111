package dev.attacca.object;

/**
 * Names a field in code, with its types, so that filters, expectations and selections are checked by the compiler.
 * Generated beside each class: {@code InstanceFields.VM_STATE}. Immutable.
 *
 * @param owner the abstract class
 * @param name the field's name
 * @param valueType the field's value type, boxed; for collections the raw type
 * @param <O> the class
 * @param <V> the value's type
 */
@SuppressWarnings("UnusedTypeParameter") // V ties values to the field where filters and expectations are built.
public record FieldToken<O extends VersionedObject, V>(Class<O> owner, String name, Class<?> valueType) {

    /** {@code Instance.vmState}. */
    @Override
    public String toString() {
        return owner.getSimpleName() + "." + name;
    }
}
