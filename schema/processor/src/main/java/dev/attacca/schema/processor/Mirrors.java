package dev.attacca.schema.processor;

import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** Reads annotations by name. */
final class Mirrors {
    private Mirrors() {}

    static @Nullable AnnotationMirror find(Element element, String annotation) {
        for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
            TypeElement type = (TypeElement) mirror.getAnnotationType().asElement();
            if (type.getQualifiedName().contentEquals(annotation)) {
                return mirror;
            }
        }
        return null;
    }

    static boolean has(Element element, String annotation) {
        return find(element, annotation) != null;
    }

    /** A string member, or {@code ""} where it is not written. */
    static String text(@Nullable AnnotationMirror mirror, String member) {
        if (mirror != null) {
            for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
                    mirror.getElementValues().entrySet()) {
                if (entry.getKey().getSimpleName().contentEquals(member)) {
                    return String.valueOf(entry.getValue().getValue());
                }
            }
        }
        return "";
    }
}
