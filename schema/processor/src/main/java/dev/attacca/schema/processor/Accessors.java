package dev.attacca.schema.processor;

import java.util.Map;
import java.util.TreeMap;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/**
 * The abstract accessors of a class, inherited ones included, by field name. Names follow the registry's rules: {@code getX},
 * {@code isX} for {@code boolean}, {@code setX}.
 */
final class Accessors {
    private final Types types;
    private final DeclaredType entity;
    private final Map<String, ExecutableElement> getters = new TreeMap<>();
    private final Map<String, ExecutableElement> setters = new TreeMap<>();

    private Accessors(Types types, DeclaredType entity) {
        this.types = types;
        this.entity = entity;
    }

    /** Collects the accessors of a class and reports those that do not fit together. */
    static Accessors of(TypeElement entity, Elements elements, Types types, Problems problems) {
        Accessors accessors = new Accessors(types, (DeclaredType) entity.asType());
        for (Element member : elements.getAllMembers(entity)) {
            if (member.getKind() == ElementKind.METHOD && member.getModifiers().contains(Modifier.ABSTRACT)) {
                accessors.sort((ExecutableElement) member, problems);
            }
        }
        accessors.check(problems);
        return accessors;
    }

    Map<String, ExecutableElement> getters() {
        return getters;
    }

    /** The type of a field as this class sees it, type parameters of its parents resolved. */
    TypeMirror typeOf(ExecutableElement getter) {
        return ((ExecutableType) types.asMemberOf(entity, getter)).getReturnType();
    }

    private TypeMirror argumentOf(ExecutableElement setter) {
        return ((ExecutableType) types.asMemberOf(entity, setter))
                .getParameterTypes()
                .get(0);
    }

    private void sort(ExecutableElement method, Problems problems) {
        String field = fieldOfGetter(method);
        if (field != null) {
            keep(getters, field, method);
            return;
        }
        field = fieldOfSetter(method);
        if (field != null) {
            keep(setters, field, method);
            return;
        }
        problems.of(
                method.getSimpleName() + "()",
                "abstract, but neither getX(), isX() nor setX(value) (give it a body, or name it so)",
                method,
                null);
    }

    /** Two interfaces may declare the same accessor; what the class itself declares has the annotations that count. */
    private void keep(Map<String, ExecutableElement> accessors, String field, ExecutableElement method) {
        boolean own = entity.asElement().equals(method.getEnclosingElement());
        if (own || !accessors.containsKey(field)) {
            accessors.put(field, method);
        }
    }

    private void check(Problems problems) {
        setters.forEach((field, setter) -> {
            ExecutableElement getter = getters.get(field);
            if (getter == null) {
                problems.of(field, "a setter without a getter (add the abstract getter)", setter, null);
            } else if (!types.isSameType(bare(argumentOf(setter)), bare(typeOf(getter)))) {
                problems.of(
                        field,
                        "the setter takes " + FieldTypes.shown(argumentOf(setter)) + " (expected: "
                                + FieldTypes.shown(typeOf(getter)) + ", as the getter returns)",
                        setter,
                        null);
            }
        });
    }

    /** The type without annotations such as {@code @Nullable}, which make two types of one. */
    private TypeMirror bare(TypeMirror type) {
        if (type.getKind() == TypeKind.DECLARED) {
            DeclaredType declared = (DeclaredType) type;
            TypeMirror[] arguments =
                    declared.getTypeArguments().stream().map(this::bare).toArray(TypeMirror[]::new);
            return types.getDeclaredType((TypeElement) declared.asElement(), arguments);
        }
        return type.getKind().isPrimitive() ? types.getPrimitiveType(type.getKind()) : type;
    }

    static @Nullable String fieldOfGetter(ExecutableElement method) {
        String name = method.getSimpleName().toString();
        TypeKind returned = method.getReturnType().getKind();
        if (!method.getParameters().isEmpty() || returned == TypeKind.VOID) {
            return null;
        }
        if (isProperty(name, "get")) {
            return decapitalized(name, 3);
        }
        return returned == TypeKind.BOOLEAN && isProperty(name, "is") ? decapitalized(name, 2) : null;
    }

    private static @Nullable String fieldOfSetter(ExecutableElement method) {
        String name = method.getSimpleName().toString();
        boolean fits =
                method.getParameters().size() == 1 && method.getReturnType().getKind() == TypeKind.VOID;
        return fits && isProperty(name, "set") ? decapitalized(name, 3) : null;
    }

    private static boolean isProperty(String method, String prefix) {
        return method.length() > prefix.length()
                && method.startsWith(prefix)
                && Character.isUpperCase(method.charAt(prefix.length()));
    }

    private static String decapitalized(String method, int from) {
        return Character.toLowerCase(method.charAt(from)) + method.substring(from + 1);
    }
}
