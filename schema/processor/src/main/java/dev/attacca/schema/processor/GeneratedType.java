package dev.attacca.schema.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import javax.annotation.processing.Generated;
import javax.lang.model.element.Modifier;

/** What the generated classes have in common. */
final class GeneratedType {
    private GeneratedType() {}

    static TypeSpec.Builder begin(EntityModel entity, String suffix) {
        TypeSpec.Builder type = TypeSpec.classBuilder(entity.generated(suffix))
                .addOriginatingElement(entity.element())
                .addAnnotation(AnnotationSpec.builder(Generated.class)
                        .addMember("value", "$S", StoreProcessor.class.getName())
                        .build())
                .addAnnotation(Names.NULL_MARKED)
                .addModifiers(Modifier.FINAL);
        return entity.open() ? type.addModifiers(Modifier.PUBLIC) : type;
    }

    static JavaFile end(EntityModel entity, TypeSpec.Builder type) {
        return JavaFile.builder(entity.type().packageName(), type.build())
                .indent("    ")
                .skipJavaLangImports(true)
                .build();
    }
}
