package dev.attacca.schema.processor;

import com.palantir.javapoet.TypeName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** Knows which Java types can be columns. */
final class FieldTypes {
    static final String SUPPORTED = "String, int, long, double, boolean and their boxes, UUID, Instant or an enum";

    private static final Map<String, ColumnKind> CLASSES = Map.of(
            "java.lang.String", ColumnKind.TEXT,
            "java.lang.Integer", ColumnKind.INTEGER,
            "java.lang.Long", ColumnKind.BIGINT,
            "java.lang.Double", ColumnKind.DOUBLE,
            "java.lang.Boolean", ColumnKind.BOOLEAN,
            "java.util.UUID", ColumnKind.UUID,
            "java.time.Instant", ColumnKind.INSTANT);

    private final Elements elements;
    private final Types types;

    FieldTypes(Elements elements, Types types) {
        this.elements = elements;
        this.types = types;
    }

    /** How a type is kept, or {@code null} if it is none that a column has by itself. */
    @Nullable
    ColumnKind kind(TypeMirror type) {
        return switch (type.getKind()) {
            case INT -> ColumnKind.INTEGER;
            case LONG -> ColumnKind.BIGINT;
            case DOUBLE -> ColumnKind.DOUBLE;
            case BOOLEAN -> ColumnKind.BOOLEAN;
            case DECLARED -> {
                TypeElement element = (TypeElement) ((DeclaredType) type).asElement();
                yield element.getKind() == ElementKind.ENUM
                        ? ColumnKind.ENUM
                        : CLASSES.get(element.getQualifiedName().toString());
            }
            default -> null;
        };
    }

    boolean isStringMap(TypeMirror type) {
        List<? extends TypeMirror> arguments = argumentsOf(type, "java.util.Map");
        return arguments.size() == 2 && arguments.stream().allMatch(argument -> kind(argument) == ColumnKind.TEXT);
    }

    /** Whether the values are versioned objects, or lists or maps of them: those have tables of their own. */
    boolean holdsObjects(TypeMirror type) {
        if (isVersioned(type)) {
            return true;
        }
        List<? extends TypeMirror> list = argumentsOf(type, "java.util.List");
        List<? extends TypeMirror> map = argumentsOf(type, "java.util.Map");
        return (list.size() == 1 && isVersioned(list.get(0))) || (map.size() == 2 && isVersioned(map.get(1)));
    }

    private boolean isVersioned(TypeMirror type) {
        TypeElement versioned = elements.getTypeElement(Names.VERSIONED_OBJECT);
        return versioned != null && type.getKind() == TypeKind.DECLARED && types.isAssignable(type, versioned.asType());
    }

    private static List<? extends TypeMirror> argumentsOf(TypeMirror type, String collection) {
        if (type.getKind() != TypeKind.DECLARED) {
            return List.of();
        }
        DeclaredType declared = (DeclaredType) type;
        boolean same = ((TypeElement) declared.asElement()).getQualifiedName().contentEquals(collection);
        return same ? declared.getTypeArguments() : List.of();
    }

    /** A type as a person writes it: simple names, no annotations. */
    static String shown(TypeMirror type) {
        if (type.getKind() != TypeKind.DECLARED) {
            return type.getKind().isPrimitive() ? TypeName.get(type).toString() : type.toString();
        }
        DeclaredType declared = (DeclaredType) type;
        String name = declared.asElement().getSimpleName().toString();
        return declared.getTypeArguments().isEmpty()
                ? name
                : name
                        + declared.getTypeArguments().stream()
                                .map(FieldTypes::shown)
                                .collect(Collectors.joining(", ", "<", ">"));
    }
}
