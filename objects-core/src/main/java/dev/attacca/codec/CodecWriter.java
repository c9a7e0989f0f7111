package dev.attacca.codec;

import dev.attacca.internal.proxy.ProxyWriter;
import dev.attacca.registry.Layout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Writes the {@link GeneratedCodec} of a layout: a hidden class in the package of the domain class, where it reaches the
 * fields of the generated subclass. One class for each layout, whatever the agreements, when the first object of it comes;
 * kept with the generated subclass, so that both go when the domain's loader goes.
 *
 * <p>Thread safety: safe for use by several threads.
 */
final class CodecWriter {
    private static final MethodType CONSTRUCTOR = MethodType.methodType(void.class, ObjectCodec.class);
    private static final MethodType MAKING = MethodType.methodType(GeneratedCodec.class, ObjectCodec.class);
    private static final ClassValue<Map<Layout, MethodHandle>> CONSTRUCTORS = new ClassValue<>() {
        @Override
        protected Map<Layout, MethodHandle> computeValue(Class<?> generated) {
            return new WeakHashMap<>();
        }
    };

    private CodecWriter() {}

    static GeneratedCodec write(ObjectCodec plain) {
        try {
            return (GeneratedCodec) constructor(plain.layout()).invokeExact(plain);
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable thrown) {
            throw new IllegalStateException(plain.layout() + ": its codec cannot be made", thrown);
        }
    }

    private static synchronized MethodHandle constructor(Layout layout) throws ReflectiveOperationException {
        Class<?> holder = layout.type().generatedClass();
        Map<Layout, MethodHandle> ofHolder = CONSTRUCTORS.get(holder);
        MethodHandle known = ofHolder.get(layout);
        if (known == null) {
            MethodHandles.Lookup hidden =
                    ProxyWriter.lookupIn(holder).defineHiddenClass(CodecCode.of(layout, holder), true);
            known = hidden.findConstructor(hidden.lookupClass(), CONSTRUCTOR).asType(MAKING);
            ofHolder.put(layout, known);
        }
        return known;
    }
}
