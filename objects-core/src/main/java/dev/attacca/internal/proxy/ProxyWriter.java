package dev.attacca.internal.proxy;

import dev.attacca.object.ContextBound;
import dev.attacca.object.ObjectField;
import dev.attacca.object.Prototype;
import dev.attacca.object.VersionedObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the subclass of an abstract domain class: a field for each field of a {@link VersionedObject}, their accessors, and
 * remotables that ask their context first. {@code -Dattacca.dump=DIR} shows what is written.
 *
 * <p>Stateless; callers write each class once per JVM, since a second class of the same name is a linkage error.
 */
public final class ProxyWriter {
    private ProxyWriter() {}

    /**
     * Writes and loads the subclass and returns what makes its instances.
     *
     * @param javaType an abstract class with a constructor without parameters that is not private
     * @param fields its fields; empty for a query
     * @param remotables its remotables, each at its index
     * @throws IllegalAccessException if the class's module does not open its package
     */
    public static <T extends ContextBound> Prototype<T> write(
            Class<T> javaType, List<ObjectField> fields, List<Method> remotables) throws IllegalAccessException {
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(javaType, MethodHandles.lookup());
        SubclassCode code = new SubclassCode(javaType);
        code.fields(fields);
        code.remotables(remotables);
        byte[] bytes = code.bytes();
        dump(javaType, bytes);
        Class<? extends T> generated = lookup.defineClass(bytes).asSubclass(javaType);
        return new Prototype<>(generated, () -> first(generated));
    }

    /**
     * A lookup that may do whatever the generated subclass may, such as define hidden classes beside it.
     *
     * @param generated a class written here
     */
    public static MethodHandles.Lookup lookupIn(Class<?> generated) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(generated, MethodHandles.lookup());
            if (lookup.hasFullPrivilegeAccess()) {
                return lookup;
            }
            // A domain in another loader is in another module: only what is in there may hand on all it may itself.
            return (MethodHandles.Lookup)
                    lookup.findStatic(generated, SubclassCode.LOOKUP, MethodType.methodType(MethodHandles.Lookup.class))
                            .invokeExact();
        } catch (Throwable thrown) {
            throw new IllegalStateException(generated.getName() + ": no lookup in it", thrown);
        }
    }

    private static <T> T first(Class<T> generated) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(generated, MethodHandles.lookup());
            Object made = lookup.findConstructor(generated, MethodType.methodType(void.class))
                    .asType(MethodType.methodType(Object.class))
                    .invokeExact();
            return generated.cast(made);
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable thrown) {
            throw new IllegalStateException(generated.getName() + ": no constructor without parameters", thrown);
        }
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
}
