package dev.attacca.schema.processor;

import javax.annotation.processing.Messager;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/** Reports what is wrong with one class, each problem at the element or annotation that has it, and counts. */
final class Problems {
    private final Messager messager;
    private final TypeElement entity;
    private int count;

    Problems(Messager messager, TypeElement entity) {
        this.messager = messager;
        this.entity = entity;
    }

    /** A problem of the class. */
    void ofClass(String problem) {
        count++;
        messager.printMessage(Diagnostic.Kind.ERROR, entity.getSimpleName() + ": " + problem, entity);
    }

    /**
     * A problem of a member, shown at the member if this class declares it and at the class if it is inherited.
     *
     * @param at the annotation to blame, or {@code null}
     */
    void of(String field, String problem, Element member, @Nullable AnnotationMirror at) {
        count++;
        String text = entity.getSimpleName() + "." + field + ": " + problem;
        boolean own = entity.equals(member.getEnclosingElement());
        if (own && at != null) {
            messager.printMessage(Diagnostic.Kind.ERROR, text, member, at);
        } else {
            messager.printMessage(Diagnostic.Kind.ERROR, text, own ? member : entity);
        }
    }

    boolean none() {
        return count == 0;
    }
}
