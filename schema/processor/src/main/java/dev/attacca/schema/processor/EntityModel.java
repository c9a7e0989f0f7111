package dev.attacca.schema.processor;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import java.util.List;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * A class with a table, read and found sound.
 *
 * @param element the class
 * @param type its name
 * @param table the table's name
 * @param domain the schema domain
 * @param softDelete whether dead rows stay
 * @param open whether the generated classes are public, as the class is
 * @param fields every field, by name
 * @param columns the stored ones, the key first and then by name
 */
record EntityModel(
        TypeElement element,
        ClassName type,
        String table,
        String domain,
        boolean softDelete,
        boolean open,
        List<Field> fields,
        List<Field> columns) {

    /** {@code InstanceFields} for {@code Instance}, {@code Outer_InnerFields} for {@code Outer.Inner}. */
    ClassName generated(String suffix) {
        return ClassName.get(type.packageName(), String.join("_", type.simpleNames()) + suffix);
    }

    Field key() {
        return columns.get(0);
    }

    /**
     * A field.
     *
     * @param name its name
     * @param getter the getter's name
     * @param type its type
     * @param erased its type without arguments
     * @param column how it is stored, or {@code null} if it is not
     */
    record Field(
            String name,
            String getter,
            TypeName type,
            TypeName erased,
            @Nullable StoredAs column) {

        /** {@code vmState} as {@code VM_STATE}. */
        String constant() {
            return SnakeCase.upper(name);
        }

        StoredAs stored() {
            StoredAs known = column;
            if (known == null) {
                throw new IllegalStateException(name + " is not stored");
            }
            return known;
        }
    }

    /**
     * How a field is stored.
     *
     * @param name the column
     * @param kind how values are kept
     * @param role the constant of the store's {@code Role}
     */
    record StoredAs(String name, ColumnKind kind, String role) {}
}
