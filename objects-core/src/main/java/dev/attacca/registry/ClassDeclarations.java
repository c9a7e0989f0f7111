package dev.attacca.registry;

import dev.attacca.internal.proxy.ProxyWriter;
import dev.attacca.object.ContextBound;
import dev.attacca.object.ObjectField;
import dev.attacca.object.Prototype;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM knows of one domain class, whatever registries there are. Domains may offer different types of their own, so a
 * class can have several declarations, though in practice it has one; its generated subclass is written once.
 *
 * <p>Thread safety: guarded by the instance's own lock.
 */
final class ClassDeclarations {
    // Keyed by the class itself, so that it goes when its loader goes; a second subclass of the same name in one loader
    // would be a linkage error.
    private static final ClassValue<ClassDeclarations> ALL = new ClassValue<>() {
        @Override
        protected ClassDeclarations computeValue(Class<?> javaType) {
            return new ClassDeclarations(javaType);
        }
    };

    private record Answered(Map<Class<?>, Class<?>> answers, TypeDeclaration declaration) {}

    private final Class<?> javaType;
    private final List<Answered> declarations = new ArrayList<>();
    private final IdentityHashMap<TypeDeclaration, WrittenType> written = new IdentityHashMap<>();
    private final Map<Class<?>, Prototype<?>> prototypes = new HashMap<>();

    private ClassDeclarations(Class<?> javaType) {
        this.javaType = javaType;
    }

    static ClassDeclarations of(Class<?> javaType) {
        return ALL.get(javaType);
    }

    /** The declaration as it reads where these types are offered. */
    synchronized TypeDeclaration where(ValueSupports supports) {
        for (Answered known : declarations) {
            if (supports.answerAlike(known.answers())) {
                return known.declaration();
            }
        }
        supports.begin();
        TypeDeclaration declaration = DeclarationReader.read(javaType, supports);
        declarations.add(new Answered(supports.answers(), declaration));
        return declaration;
    }

    /** The written form of one of the declarations. */
    synchronized WrittenType written(TypeDeclaration declaration, Function<TypeDeclaration, WrittenType> write) {
        WrittenType known = written.get(declaration);
        if (known == null) {
            known = write.apply(declaration);
            written.put(declaration, known);
        }
        return known;
    }

    /** What makes instances of the subclass of the class or of its query. */
    @SuppressWarnings("unchecked") // The map's key is the class that was written.
    synchronized <T extends ContextBound> Prototype<T> prototype(
            Class<T> abstractType, List<ObjectField> fields, List<Method> remotables) {
        @Nullable Prototype<?> known = prototypes.get(abstractType);
        if (known == null) {
            known = write(abstractType, fields, remotables);
            prototypes.put(abstractType, known);
        }
        return (Prototype<T>) known;
    }

    private static <T extends ContextBound> Prototype<T> write(
            Class<T> abstractType, List<ObjectField> fields, List<Method> remotables) {
        try {
            return ProxyWriter.write(abstractType, fields, remotables);
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(
                    abstractType.getName() + ": its package is not open (add: opens " + abstractType.getPackageName()
                            + " to the module of Attacca)",
                    closed);
        }
    }
}
