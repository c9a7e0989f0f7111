package dev.attacca.schema.processor;

import com.palantir.javapoet.JavaFile;
import java.io.IOException;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/**
 * Writes field tokens and a mapper beside every class with {@code @Table}. What is wrong with a class is a compile error at the
 * element that has it, and nothing is written for that class.
 */
public final class StoreProcessor extends AbstractProcessor {
    private static final Set<String> ON_GETTERS = Set.of(Names.COLUMN, Names.JSON, Names.NOT_STORED);

    /** For the compiler. */
    public StoreProcessor() {}

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of(Names.TABLE, Names.COLUMN, Names.JSON, Names.NOT_STORED);
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            String name = annotation.getQualifiedName().toString();
            for (Element element : round.getElementsAnnotatedWith(annotation)) {
                if (ON_GETTERS.contains(name)) {
                    checkGetter(element, annotation);
                } else {
                    write((TypeElement) element);
                }
            }
        }
        return false;
    }

    /** An annotation that would have no effect is an error: its author believes it has one. */
    private void checkGetter(Element element, TypeElement annotation) {
        boolean getter = element.getKind() == ElementKind.METHOD
                && element.getModifiers().contains(Modifier.ABSTRACT)
                && Accessors.fieldOfGetter((ExecutableElement) element) != null;
        if (!getter) {
            processingEnv
                    .getMessager()
                    .printMessage(
                            Diagnostic.Kind.ERROR,
                            element.getSimpleName() + ": @" + annotation.getSimpleName()
                                    + " has no effect here (expected: on an abstract getter; move it there)",
                            element);
        }
    }

    private void write(TypeElement element) {
        EntityModel entity = new EntityReader(processingEnv, element).read();
        if (entity != null) {
            write(FieldsWriter.write(entity), element);
            write(MapperWriter.write(entity), element);
        }
    }

    private void write(JavaFile file, TypeElement element) {
        try {
            file.writeTo(processingEnv.getFiler());
        } catch (IOException failure) {
            processingEnv
                    .getMessager()
                    .printMessage(
                            Diagnostic.Kind.ERROR,
                            element.getSimpleName() + ": cannot write its mapper: " + failure.getMessage(),
                            element);
        }
    }
}
