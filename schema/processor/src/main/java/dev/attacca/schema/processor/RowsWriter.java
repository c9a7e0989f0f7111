package dev.attacca.schema.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import dev.attacca.schema.processor.EntityModel.Field;
import java.sql.SQLException;
import javax.lang.model.element.Modifier;

/** Writes the part of a mapper that binds and reads columns: one plain typed call for each. */
final class RowsWriter {
    private RowsWriter() {}

    static TypeSpec write(EntityModel entity) {
        return TypeSpec.classBuilder("Rows")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .addSuperinterface(ParameterizedTypeName.get(Names.ROW_MAPPING, entity.type()))
                .addMethod(bind(entity))
                .addMethod(read(entity))
                .build();
    }

    private static MethodSpec bind(EntityModel entity) {
        CodeBlock.Builder cases = CodeBlock.builder().beginControlFlow("switch (column)");
        for (int i = 0; i < entity.columns().size(); i++) {
            Field field = entity.columns().get(i);
            cases.add(
                    "case $L -> to.$L(object.$L());\n", i, field.stored().kind().method(), field.getter());
        }
        cases.add(noSuchColumn(entity)).endControlFlow();
        return MethodSpec.methodBuilder("bind")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(entity.type(), "object")
                .addParameter(int.class, "column")
                .addParameter(Names.COLUMN_BINDER, "to")
                .addException(SQLException.class)
                .addCode(cases.build())
                .build();
    }

    private static MethodSpec read(EntityModel entity) {
        CodeBlock.Builder cases =
                CodeBlock.builder().add("return switch (column) {\n").indent();
        for (int i = 0; i < entity.columns().size(); i++) {
            Field field = entity.columns().get(i);
            ColumnKind kind = field.stored().kind();
            CodeBlock read = kind == ColumnKind.ENUM
                    ? CodeBlock.of("from.enumConstant($T.class)", field.type())
                    : CodeBlock.of("from.$L()", kind.method());
            cases.add("case $L -> $L;\n", i, read);
        }
        cases.add(noSuchColumn(entity)).unindent().add("};\n");
        return MethodSpec.methodBuilder("read")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(int.class, "column")
                .addParameter(Names.COLUMN_READER, "from")
                .returns(ClassName.OBJECT.annotated(
                        AnnotationSpec.builder(Names.NULLABLE).build()))
                .addException(SQLException.class)
                .addCode(cases.build())
                .build();
    }

    private static CodeBlock noSuchColumn(EntityModel entity) {
        return CodeBlock.of(
                "default -> throw new $T($S + column + $S);\n",
                IllegalArgumentException.class,
                "column: ",
                " (expected: 0 to " + (entity.columns().size() - 1) + ")");
    }
}
