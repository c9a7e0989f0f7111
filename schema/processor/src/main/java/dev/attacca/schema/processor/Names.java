package dev.attacca.schema.processor;

import com.palantir.javapoet.ClassName;

/** The names of what the processor reads and of what it writes calls to; it is compiled against neither. */
final class Names {
    static final String TABLE = "dev.attacca.store.Table";
    static final String COLUMN = "dev.attacca.store.Column";
    static final String JSON = "dev.attacca.store.Json";
    static final String NOT_STORED = "dev.attacca.store.NotStored";
    static final String KEY = "dev.attacca.annotation.Key";
    static final String ROW_VERSION = "dev.attacca.annotation.RowVersion";
    static final String VERSIONED_OBJECT = "dev.attacca.object.VersionedObject";
    static final String SOFT_DELETABLE = "dev.attacca.object.SoftDeletable";

    static final ClassName FIELD_TOKEN = ClassName.get("dev.attacca.object", "FieldToken");
    static final ClassName OBJECT_CONTEXT = ClassName.get("dev.attacca.object", "ObjectContext");
    static final ClassName COLUMN_BINDER = store("ColumnBinder");
    static final ClassName COLUMN_READER = store("ColumnReader");
    static final ClassName COLUMN_TYPE = store("ColumnType");
    static final ClassName EXPECTATION = store("Expectation");
    static final ClassName FILTER = store("Filter");
    static final ClassName ROLE = store("TableDefinition").nestedClass("Role");
    static final ClassName ROW_MAPPING = store("RowMapping");
    static final ClassName SELECT = store("Select");
    static final ClassName TABLE_DEFINITION = store("TableDefinition");
    static final ClassName TABLE_STORE = store("TableStore");
    static final ClassName UNIT_OF_WORK = store("UnitOfWork");
    static final ClassName NULLABLE = ClassName.get("org.jspecify.annotations", "Nullable");
    static final ClassName NULL_MARKED = ClassName.get("org.jspecify.annotations", "NullMarked");

    private Names() {}

    private static ClassName store(String simpleName) {
        return ClassName.get("dev.attacca.store", simpleName);
    }
}
