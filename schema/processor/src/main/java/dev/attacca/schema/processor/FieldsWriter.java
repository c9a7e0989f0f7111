package dev.attacca.schema.processor;

import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import dev.attacca.schema.processor.EntityModel.Field;
import javax.lang.model.element.Modifier;

/** Writes {@code InstanceFields}: the tokens of every field, for agents and conductors alike; nothing of JDBC. */
final class FieldsWriter {
    private FieldsWriter() {}

    static JavaFile write(EntityModel entity) {
        TypeSpec.Builder fields = GeneratedType.begin(entity, "Fields")
                .addJavadoc("Names the fields of {@link $T} in filters and expectations.\n", entity.type())
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build());
        for (Field field : entity.fields()) {
            fields.addField(token(entity, field));
        }
        return GeneratedType.end(entity, fields);
    }

    private static FieldSpec token(EntityModel entity, Field field) {
        return FieldSpec.builder(
                        ParameterizedTypeName.get(
                                Names.FIELD_TOKEN, entity.type(), field.type().box()),
                        field.constant(),
                        Modifier.PUBLIC,
                        Modifier.STATIC,
                        Modifier.FINAL)
                .addJavadoc("{@code $L}.\n", field.name())
                .initializer(
                        "new $T<>($T.class, $S, $T.class)",
                        Names.FIELD_TOKEN,
                        entity.type(),
                        field.name(),
                        field.erased().box())
                .build();
    }
}
