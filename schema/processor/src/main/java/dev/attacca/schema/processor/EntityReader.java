package dev.attacca.schema.processor;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import dev.attacca.schema.processor.EntityModel.Field;
import dev.attacca.schema.processor.EntityModel.StoredAs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** Reads a class with {@code @Table} into a model, or reports everything that is wrong with it. */
final class EntityReader {
    private final Elements elements;
    private final Types types;
    private final FieldTypes fieldTypes;
    private final TypeElement entity;
    private final Problems problems;

    EntityReader(ProcessingEnvironment environment, TypeElement entity) {
        this.elements = environment.getElementUtils();
        this.types = environment.getTypeUtils();
        this.fieldTypes = new FieldTypes(elements, types);
        this.entity = entity;
        this.problems = new Problems(environment.getMessager(), entity);
    }

    /** The model, or {@code null} if there are problems. */
    @Nullable
    EntityModel read() {
        checkClass();
        if (!problems.none()) {
            return null;
        }
        AnnotationMirror table = Mirrors.find(entity, Names.TABLE);
        String tableName = Mirrors.text(table, "value");
        String wrong = SqlNames.tableProblem(tableName);
        if (wrong != null) {
            problems.ofClass("@Table: " + wrong);
        }
        boolean softDelete = isA(Names.SOFT_DELETABLE);
        Accessors accessors = Accessors.of(entity, elements, types, problems);
        List<Field> fields = new ArrayList<>();
        accessors
                .getters()
                .forEach((name, getter) -> fields.add(field(name, getter, accessors.typeOf(getter), softDelete)));
        checkKey(accessors);
        checkColumns(accessors, fields, softDelete);
        if (!problems.none()) {
            return null;
        }
        List<Field> columns = fields.stream()
                .filter(field -> field.column() != null)
                .sorted(Comparator.comparing(
                                (Field field) -> !field.stored().role().equals("KEY"))
                        .thenComparing(Field::name))
                .toList();
        boolean open = entity.getModifiers().contains(Modifier.PUBLIC);
        return new EntityModel(
                entity,
                ClassName.get(entity),
                tableName,
                domain(table),
                softDelete,
                open,
                List.copyOf(fields),
                columns);
    }

    private void checkClass() {
        boolean nested = entity.getNestingKind() == NestingKind.MEMBER;
        if (entity.getKind() != ElementKind.CLASS || !isA(Names.VERSIONED_OBJECT)) {
            problems.ofClass(
                    "@Table on a type that is no versioned object (expected: a class that extends VersionedObject)");
        } else if (!entity.getModifiers().contains(Modifier.ABSTRACT)) {
            problems.ofClass("not abstract (expected: an abstract class with abstract accessors)");
        } else if (!entity.getTypeParameters().isEmpty()) {
            problems.ofClass("has type parameters (expected: none; a table's columns have one type each)");
        } else if (nested
                && (!entity.getModifiers().contains(Modifier.STATIC)
                        || entity.getModifiers().contains(Modifier.PRIVATE))) {
            problems.ofClass("nested, but private or not static (make it static and visible in its package)");
        }
    }

    private boolean isA(String type) {
        TypeElement wanted = elements.getTypeElement(type);
        return wanted != null && types.isAssignable(entity.asType(), wanted.asType());
    }

    private String domain(@Nullable AnnotationMirror table) {
        String written = Mirrors.text(table, "domain");
        String packageName = elements.getPackageOf(entity).getQualifiedName().toString();
        return written.isEmpty() ? packageName.substring(packageName.lastIndexOf('.') + 1) : written;
    }

    private Field field(String name, ExecutableElement getter, TypeMirror type, boolean softDelete) {
        StoredAs column = Mirrors.has(getter, Names.NOT_STORED)
                ? notStored(name, getter)
                : stored(name, getter, type, softDelete);
        return new Field(
                name, getter.getSimpleName().toString(), TypeName.get(type), TypeName.get(types.erasure(type)), column);
    }

    private @Nullable StoredAs notStored(String name, ExecutableElement getter) {
        AnnotationMirror notStored = Mirrors.find(getter, Names.NOT_STORED);
        for (String other : List.of(Names.COLUMN, Names.JSON, Names.KEY, Names.ROW_VERSION)) {
            if (Mirrors.has(getter, other)) {
                problems.of(
                        name,
                        "@NotStored beside @" + other.substring(other.lastIndexOf('.') + 1)
                                + " (expected: one of them)",
                        getter,
                        notStored);
            }
        }
        return null;
    }

    private @Nullable StoredAs stored(String name, ExecutableElement getter, TypeMirror type, boolean softDelete) {
        AnnotationMirror column = Mirrors.find(getter, Names.COLUMN);
        AnnotationMirror json = Mirrors.find(getter, Names.JSON);
        if (json != null && !fieldTypes.isStringMap(type)) {
            problems.of(
                    name,
                    "@Json on " + FieldTypes.shown(type)
                            + " (expected: Map<String, String>; make it one or take @Json away)",
                    getter,
                    json);
            return null;
        }
        if (json == null && fieldTypes.holdsObjects(type)) {
            if (column != null) {
                problems.of(
                        name,
                        "@Column on a field that holds objects (expected: a scalar; those are not stored in a column)",
                        getter,
                        column);
            }
            return null;
        }
        ColumnKind kind = json != null ? ColumnKind.JSON : fieldTypes.kind(type);
        if (kind == null) {
            problems.of(
                    name,
                    FieldTypes.shown(type) + " has no column type (expected: " + FieldTypes.SUPPORTED
                            + "; add @NotStored to leave it out"
                            + (fieldTypes.isStringMap(type) ? ", or @Json to store it as jsonb)" : ")"),
                    getter,
                    null);
            return null;
        }
        if (!getter.getModifiers().contains(Modifier.PUBLIC) && !samePackage(getter)) {
            problems.of(name, "its getter cannot be seen from the package of the class (make it public)", getter, null);
        }
        String columnName = column == null ? SnakeCase.lower(name) : Mirrors.text(column, "value");
        String wrong = SqlNames.problem(columnName);
        if (wrong != null) {
            problems.of(name, "column " + wrong, getter, column);
        }
        return new StoredAs(columnName, kind, role(name, getter, kind, softDelete));
    }

    private boolean samePackage(ExecutableElement getter) {
        return elements.getPackageOf(getter).equals(elements.getPackageOf(entity));
    }

    private String role(String name, ExecutableElement getter, ColumnKind kind, boolean softDelete) {
        if (Mirrors.has(getter, Names.KEY)) {
            return "KEY";
        }
        if (Mirrors.has(getter, Names.ROW_VERSION)) {
            if (kind != ColumnKind.BIGINT) {
                problems.of(
                        name,
                        "@RowVersion on a field that is no long (expected: long)",
                        getter,
                        Mirrors.find(getter, Names.ROW_VERSION));
            }
            return "ROW_VERSION";
        }
        if (kind != ColumnKind.INSTANT) {
            return "PLAIN";
        }
        return switch (name) {
            case "createdAt" -> "CREATED_AT";
            case "updatedAt" -> "UPDATED_AT";
            case "deletedAt" -> softDelete ? "DELETED_AT" : "PLAIN";
            default -> "PLAIN";
        };
    }

    private void checkKey(Accessors accessors) {
        String first = null;
        for (Map.Entry<String, ExecutableElement> entry : accessors.getters().entrySet()) {
            ExecutableElement getter = entry.getValue();
            AnnotationMirror key = Mirrors.find(getter, Names.KEY);
            if (key == null) {
                continue;
            }
            ColumnKind kind = fieldTypes.kind(accessors.typeOf(getter));
            if (first != null) {
                problems.of(
                        entry.getKey(),
                        "a second @Key beside '" + first
                                + "' (expected: exactly one; keep it where it identifies a row)",
                        getter,
                        key);
            } else if (kind == null || !kind.identifies()) {
                problems.of(
                        entry.getKey(),
                        "@Key on " + FieldTypes.shown(accessors.typeOf(getter))
                                + " (expected: UUID, String, int or long)",
                        getter,
                        key);
            }
            first = first == null ? entry.getKey() : first;
        }
        if (first == null) {
            problems.ofClass(
                    "no @Key (expected: exactly one; add it to the getter of the field that identifies a row)");
        }
    }

    private void checkColumns(Accessors accessors, List<Field> fields, boolean softDelete) {
        Map<String, String> owners = new HashMap<>();
        if (softDelete) {
            owners.put("deleted", "the marker of dead rows");
        }
        for (Field field : fields) {
            StoredAs column = field.column();
            if (column == null) {
                continue;
            }
            String owner = owners.putIfAbsent(column.name(), "'" + field.name() + "'");
            if (owner != null) {
                ExecutableElement getter =
                        Objects.requireNonNull(accessors.getters().get(field.name()));
                problems.of(
                        field.name(),
                        "column '" + column.name() + "' is that of " + owner
                                + " (expected: a column of its own; choose another by @Column)",
                        getter,
                        Mirrors.find(getter, Names.COLUMN));
            }
        }
    }
}
