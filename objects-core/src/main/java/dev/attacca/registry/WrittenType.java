package dev.attacca.registry;

import dev.attacca.object.ObjectQuery;
import dev.attacca.object.ObjectType;
import dev.attacca.object.QueryType;
import dev.attacca.object.VersionedObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A valid domain class with its generated subclasses. Kept once per declaration and JVM, whatever registries there are. */
record WrittenType(ObjectType<?> type, @Nullable QueryType<?> query, TypeHistory history) {

    /** The written form of a declaration without problems. */
    static WrittenType of(TypeDeclaration declaration) {
        return ClassDeclarations.of(declaration.javaType()).written(declaration, WrittenType::write);
    }

    private static WrittenType write(TypeDeclaration declaration) {
        ObjectType<?> type = objectType(declaration, declaration.javaType().asSubclass(VersionedObject.class));
        TypeDeclaration.QueryDeclaration query = declaration.query();
        return new WrittenType(
                type,
                query == null ? null : queryType(declaration, query, queryClass(query)),
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
                TypeHistory.fieldsByMinor(declaration),
                ClassDeclarations.of(declaration.javaType())
                        .prototype(javaType, declaration.fields(), declaration.remotableMethods()));
    }

    private static <Q extends ObjectQuery<?>> QueryType<Q> queryType(
            TypeDeclaration declaration, TypeDeclaration.QueryDeclaration query, Class<Q> javaType) {
        return new QueryType<>(
                declaration.name(),
                javaType,
                query.remotables(),
                query.bulkLoaders(),
                ClassDeclarations.of(declaration.javaType()).prototype(javaType, List.of(), query.methods()));
    }
}
