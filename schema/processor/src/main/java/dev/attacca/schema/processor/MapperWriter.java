package dev.attacca.schema.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.attacca.schema.processor.EntityModel.Field;
import java.util.List;
import java.util.Set;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Modifier;

/** Writes {@code InstanceMapper}: typed methods of one line each over the store, for bodies that run where the database is. */
final class MapperWriter {
    /** Names that the generated methods use themselves. */
    private static final Set<String> TAKEN = Set.of("unit", "expected");

    private final EntityModel entity;
    private final ClassName mapper;
    private final String object;

    private MapperWriter(EntityModel entity) {
        this.entity = entity;
        this.mapper = entity.generated("Mapper");
        String name = entity.type().simpleName();
        String decapitalized = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        // A class may be called Case or Default.
        this.object =
                SourceVersion.isKeyword(decapitalized) || TAKEN.contains(decapitalized) ? "object" : decapitalized;
    }

    static JavaFile write(EntityModel entity) {
        return new MapperWriter(entity).file();
    }

    private JavaFile file() {
        TypeSpec.Builder type = GeneratedType.begin(entity, "Mapper")
                .addJavadoc("""
                        Stores objects of {@link $T} in the table {@code $L}, in the unit of work that is open.

                        <p>Thread safety: confined to the thread that runs the body.
                        """, entity.type(), entity.table())
                .addField(store())
                .addField(Names.UNIT_OF_WORK, "unit", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(Names.UNIT_OF_WORK, "unit")
                        .addStatement("this.unit = unit")
                        .build())
                .addMethod(in())
                .addMethod(insert())
                .addMethod(guarded("update", """
                        Writes exactly the changed fields, if the row is alive, as old as the object knows and as expected.
                        No statement runs at all if nothing changed and nothing is expected."""))
                .addMethod(guarded("save", """
                        As {@code update}, once the body has returned: where the body runs no other statement, one round trip in place
                        of two. What it brings back is in the object then, and its errors are the whole call's; a body that must see
                        either uses {@code update}."""))
                .addMethod(removal())
                .addMethod(guarded("destroy", """
                        As {@code $L}, once the body has returned: see {@link #save}.""".replace("$L", entity.softDelete() ? "softDelete" : "delete")))
                .addMethod(byKey())
                .addMethod(requireByKey())
                .addMethod(refresh())
                .addMethod(findByFilters())
                .addMethod(findBySelect())
                .addType(RowsWriter.write(entity));
        return GeneratedType.end(entity, type);
    }

    private FieldSpec store() {
        CodeBlock.Builder table = CodeBlock.builder()
                .add("new $T<>(\n", Names.TABLE_STORE)
                .indent()
                .indent()
                .add(
                        "$T.of($T.class, $S, $S)\n",
                        Names.TABLE_DEFINITION,
                        entity.type(),
                        entity.table(),
                        entity.domain())
                .indent()
                .indent();
        for (Field field : entity.columns()) {
            EntityModel.StoredAs column = field.stored();
            table.add(".column($S, $S, $T.$L", field.name(), column.name(), Names.COLUMN_TYPE, column.kind());
            table.add(column.role().equals("PLAIN") ? ")\n" : ", $T." + column.role() + ")\n", roleOrNothing(column));
        }
        table.add(entity.softDelete() ? ".softDelete()\n" : "")
                .add(".build(),\n")
                .unindent()
                .unindent()
                .add("new Rows())")
                .unindent()
                .unindent();
        return FieldSpec.builder(
                        ParameterizedTypeName.get(Names.TABLE_STORE, entity.type()),
                        "STORE",
                        Modifier.PRIVATE,
                        Modifier.STATIC,
                        Modifier.FINAL)
                .initializer(table.build())
                .build();
    }

    private static Object[] roleOrNothing(EntityModel.StoredAs column) {
        return column.role().equals("PLAIN") ? new Object[0] : new Object[] {Names.ROLE};
    }

    private MethodSpec in() {
        return MethodSpec.methodBuilder("in")
                .addJavadoc("""
                        The mapper of the unit of work that is open in a context.

                        @throws IllegalStateException outside the body of a remotable
                        """)
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addParameter(Names.OBJECT_CONTEXT, "context")
                .returns(mapper)
                .addStatement("return new $T(context.service($T.class))", mapper, Names.UNIT_OF_WORK)
                .build();
    }

    private MethodSpec insert() {
        return MethodSpec.methodBuilder("insert")
                .addJavadoc(
                        "Adds a row of the fields that are set, and brings back all the others as the database made them.\n")
                .addModifiers(Modifier.PUBLIC)
                .addParameter(entity.type(), object)
                .addStatement("STORE.insert(unit, $L)", object)
                .build();
    }

    private MethodSpec removal() {
        return entity.softDelete()
                ? guarded(
                        "softDelete",
                        "Marks the row deleted, if it is alive, as old as the object knows and as expected; writes nothing else.")
                : guarded("delete", "Removes the row, if it is as old as the object knows and as expected.");
    }

    private MethodSpec guarded(String name, String javadoc) {
        return varargs(name, Names.EXPECTATION, "expected", javadoc)
                .addJavadoc("""

                        @throws dev.attacca.error.NotFoundException if there is no such row
                        @throws dev.attacca.error.ConflictException if it is not as expected, or was written since it was read
                        """)
                .addStatement("STORE.$L(unit, $L, $T.of(expected))", name, object, List.class)
                .build();
    }

    /** A method with a generic array at its end, which javac wants to be told is only read. */
    private MethodSpec.Builder varargs(String name, ClassName element, String parameter, String javadoc) {
        MethodSpec.Builder method = MethodSpec.methodBuilder(name)
                .addJavadoc(javadoc + "\n")
                .addAnnotation(SafeVarargs.class)
                .addAnnotation(AnnotationSpec.builder(SuppressWarnings.class)
                        .addMember("value", "$S", "varargs")
                        .build())
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL);
        if (element.equals(Names.EXPECTATION)) {
            method.addParameter(entity.type(), object);
        }
        return method.addParameter(ParameterSpec.builder(
                                ArrayTypeName.of(ParameterizedTypeName.get(element, entity.type())), parameter)
                        .build())
                .varargs();
    }

    private MethodSpec byKey() {
        return MethodSpec.methodBuilder("byKey")
                .addJavadoc("The object of that key among the rows the request may see, or {@code null}.\n")
                .addModifiers(Modifier.PUBLIC)
                .addParameter(entity.key().type(), "key")
                .returns(entity.type()
                        .annotated(AnnotationSpec.builder(Names.NULLABLE).build()))
                .addStatement("return STORE.byKey(unit, key)")
                .build();
    }

    private MethodSpec requireByKey() {
        return MethodSpec.methodBuilder("requireByKey")
                .addJavadoc("""
                        The object of that key among the rows the request may see.

                        @throws dev.attacca.error.NotFoundException if there is none
                        """)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(entity.key().type(), "key")
                .returns(entity.type())
                .addStatement("return STORE.requireByKey(unit, key)")
                .build();
    }

    private MethodSpec refresh() {
        return MethodSpec.methodBuilder("refresh")
                .addJavadoc("""
                        Brings an object up to date with its row, if the request may see it; unsaved changes are given up, and
                        fields that are no columns stay as they are.

                        @throws dev.attacca.error.NotFoundException if there is no such row; the object is untouched
                        """)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(entity.type(), object)
                .addStatement("STORE.refresh(unit, $L)", object)
                .build();
    }

    private MethodSpec findByFilters() {
        return varargs(
                        "find",
                        Names.FILTER,
                        "filters",
                        "The objects that pass every filter, among the rows the request may see, in key order.")
                .addJavadoc("\n@throws dev.attacca.error.InvalidValueException if there are more than 1,000\n")
                .returns(listOfEntity())
                .addStatement("return STORE.find(unit, $T.where(filters))", Names.SELECT)
                .build();
    }

    private MethodSpec findBySelect() {
        return MethodSpec.methodBuilder("find")
                .addJavadoc(
                        "The objects that a selection describes, among the rows the request may see, in key order.\n")
                .addModifiers(Modifier.PUBLIC)
                .addParameter(ParameterizedTypeName.get(Names.SELECT, entity.type()), "select")
                .returns(listOfEntity())
                .addStatement("return STORE.find(unit, select)")
                .build();
    }

    private TypeName listOfEntity() {
        return ParameterizedTypeName.get(ClassName.get(List.class), entity.type());
    }
}
