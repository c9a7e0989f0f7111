package dev.attacca.registry;

import dev.attacca.internal.proxy.ProxyWriter;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.ObjectType;
import dev.attacca.object.QueryType;
import dev.attacca.object.VersionedObject;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A valid domain class with its generated subclasses. Kept once per class and JVM, whatever registries there are. */
record WrittenType(ObjectType<?> type, @Nullable QueryType<?> query, TypeHistory history) {
    // Keyed by the class itself, so that it goes when its loader goes; a second subclass of the same name in one loader
    // would be a linkage error.
    private static final ClassValue<TypeDeclaration> DECLARATIONS = new ClassValue<>() {
        @Override
        protected TypeDeclaration computeValue(Class<?> javaType) {
            return DeclarationReader.read(javaType);
        }
    };
    private static final ClassValue<WrittenType> WRITTEN = new ClassValue<>() {
        @Override
        protected WrittenType computeValue(Class<?> javaType) {
            return write(DECLARATIONS.get(javaType));
        }
    };

    static TypeDeclaration declarationOf(Class<?> javaType) {
        return DECLARATIONS.get(javaType);
    }

    /** The written form of a declaration without problems. */
    static WrittenType of(TypeDeclaration declaration) {
        return WRITTEN.get(declaration.javaType());
    }

    private static WrittenType write(TypeDeclaration declaration) {
        ObjectType<?> type = objectType(declaration, declaration.javaType().asSubclass(VersionedObject.class));
        TypeDeclaration.QueryDeclaration query = declaration.query();
        return new WrittenType(
                type,
                query == null ? null : queryType(declaration.name(), query, queryClass(query)),
                new TypeHistory(type, declaration.history()));
    }

    @SuppressWarnings("unchecked") // The reader found it to be a subclass of ObjectQuery.
    private static Class<? extends ObjectQuery<?>> queryClass(TypeDeclaration.QueryDeclaration query) {
        return (Class<? extends ObjectQuery<?>>) query.javaType().asSubclass(ObjectQuery.class);
    }

    private static <T extends VersionedObject> ObjectType<T> objectType(
            TypeDeclaration declaration, Class<T> javaType) {
        return new ObjectType<>(
                declaration.name(),
                javaType,
                declaration.version(),
                declaration.fields(),
                declaration.remotables(),
                declaration.query() == null ? null : queryClass(declaration.query()),
                constructor(javaType, declaration.fields(), declaration.remotableMethods()));
    }

    private static <Q extends ObjectQuery<?>> QueryType<Q> queryType(
            String owner, TypeDeclaration.QueryDeclaration query, Class<Q> javaType) {
        return new QueryType<>(owner, javaType, query.remotables(), constructor(javaType, List.of(), query.methods()));
    }

    private static <T> Supplier<T> constructor(Class<T> javaType, List<ObjectField> fields, List<Method> remotables) {
        try {
            return ProxyWriter.write(javaType, fields, remotables);
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(
                    javaType.getName() + ": its package is not open (add: opens " + javaType.getPackageName()
                            + " to the module of Attacca)",
                    closed);
        }
    }
}
