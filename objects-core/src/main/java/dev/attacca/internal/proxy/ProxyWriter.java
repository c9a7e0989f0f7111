package dev.attacca.internal.proxy;

import dev.attacca.object.ObjectField;
import dev.attacca.object.TrackedFields;
import dev.attacca.object.ValueForm;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes the subclass of an abstract domain class: accessors that call the slots of {@link VersionedObject}, and remotables
 * that ask their context first. The subclass has no state of its own. {@code -Dattacca.dump=DIR} shows what is written.
 *
 * <p>Stateless; callers write each class once per JVM, since a second class of the same name is a linkage error.
 */
public final class ProxyWriter {
    private ProxyWriter() {}

    /**
     * Writes and loads the subclass and returns how to make its instances.
     *
     * @param javaType an abstract class with a constructor without parameters that is not private
     * @param fields its fields; empty for a query
     * @param remotables its remotables, each at its index
     * @throws IllegalAccessException if the class's module does not open its package
     */
    public static <T> Supplier<T> write(Class<T> javaType, List<ObjectField> fields, List<Method> remotables)
            throws IllegalAccessException {
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(javaType, MethodHandles.lookup());
        SubclassCode code = new SubclassCode(javaType);
        for (ObjectField field : fields) {
            code.accessor(field.getter(), accessor(read(field), int.class, int.class), field.index(), field.slot());
            Method setter = field.setter();
            if (setter != null) {
                Method tracked = accessor("attaccaSet" + written(field), int.class, int.class, slotType(field));
                code.accessor(setter, tracked, field.index(), field.slot());
            }
        }
        for (int index = 0; index < remotables.size(); index++) {
            code.remotable(remotables.get(index), index);
        }
        byte[] bytes = code.bytes();
        dump(javaType, bytes);
        @SuppressWarnings("unchecked") // It was written as one.
        Class<? extends T> written = (Class<? extends T>) lookup.defineClass(bytes);
        // From here anew: in a domain of another loader, hence of another module, the lookup above may not pass itself
        // on.
        return constructor(MethodHandles.privateLookupIn(written, MethodHandles.lookup()), written);
    }

    private static void dump(Class<?> javaType, byte[] bytes) {
        String directory = System.getProperty("attacca.dump");
        if (directory != null) {
            try {
                Files.write(Path.of(directory, javaType.getName() + "$Attacca.class"), bytes);
            } catch (IOException unwritable) {
                throw new UncheckedIOException(
                        "attacca.dump: " + directory + " (expected: a directory that can be written)", unwritable);
            }
        }
    }

    private static String read(ObjectField field) {
        return field.getter().getReturnType() == byte[].class ? "attaccaBytes" : "attacca" + kind(field);
    }

    /** What is limited or takes another form goes a longer way, so that all else goes the shortest. */
    private static String written(ObjectField field) {
        if (field.inLongSlot()) {
            return (field.limits() == null ? "" : "Limited") + kind(field);
        }
        if (field.limits() != null || !ValueForm.of(field.type()).isAsIs()) {
            return "Reference";
        }
        if (field.type() == ValueType.Scalar.STRING) {
            return "String";
        }
        boolean identity = field.type() instanceof ValueType.ObjectValue || field.type() instanceof ValueType.EnumValue;
        return identity ? "Same" : "Value";
    }

    private static String kind(ObjectField field) {
        if (!(field.type() instanceof ValueType.Scalar scalar) || !field.inLongSlot()) {
            return "Reference";
        }
        String name = scalar.javaType().getName();
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static Class<?> slotType(ObjectField field) {
        boolean typed = field.inLongSlot() || written(field).equals("String");
        return typed && field.type() instanceof ValueType.Scalar scalar ? scalar.javaType() : Object.class;
    }

    private static Method accessor(String name, Class<?>... parameters) {
        try {
            return TrackedFields.class.getDeclaredMethod(name, parameters);
        } catch (NoSuchMethodException missing) {
            throw new IllegalStateException("TrackedFields lacks " + name, missing);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> Supplier<T> constructor(MethodHandles.Lookup lookup, Class<? extends T> written) {
        try {
            MethodHandle constructor = lookup.findConstructor(written, MethodType.methodType(void.class));
            if (!lookup.hasFullPrivilegeAccess()) {
                // A domain in another loader is in another module, for which no lambda can be spun: slower, by one
                // invocation.
                return invoking(constructor.asType(MethodType.methodType(Object.class)));
            }
            return (Supplier<T>) LambdaMetafactory.metafactory(
                            lookup,
                            "get",
                            MethodType.methodType(Supplier.class),
                            MethodType.methodType(Object.class),
                            constructor,
                            MethodType.methodType(written))
                    .getTarget()
                    .invoke();
        } catch (Throwable thrown) {
            throw new IllegalStateException(written.getName() + ": no constructor without parameters", thrown);
        }
    }

    @SuppressWarnings("unchecked") // It makes nothing else.
    private static <T> Supplier<T> invoking(MethodHandle constructor) {
        return () -> {
            try {
                Object made = constructor.invokeExact();
                return (T) made;
            } catch (RuntimeException | Error failed) {
                throw failed;
            } catch (Throwable checked) {
                throw new IllegalStateException("a constructor that throws what it does not declare", checked);
            }
        };
    }
}
