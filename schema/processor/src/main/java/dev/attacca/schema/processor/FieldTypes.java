package dev.attacca.schema.processor;

import com.palantir.javapoet.TypeName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** Knows which Java types can be columns. */
final class FieldTypes {
    static final String SUPPORTED = "String, int, long, double, boolean and their boxes, BigDecimal, UUID, Instant,"
            + " LocalDate, Duration, byte[], Bytes, IpAddress, IpNetwork, MacAddress, PciAddress, SensitiveString or an"
            + " enum";

    private static final Map<String, ColumnKind> CLASSES = Map.ofEntries(
            Map.entry("java.lang.String", ColumnKind.TEXT),
            Map.entry("java.lang.Integer", ColumnKind.INTEGER),
            Map.entry("java.lang.Long", ColumnKind.BIGINT),
            Map.entry("java.lang.Double", ColumnKind.DOUBLE),
            Map.entry("java.lang.Boolean", ColumnKind.BOOLEAN),
            Map.entry("java.math.BigDecimal", ColumnKind.NUMERIC),
            Map.entry("java.util.UUID", ColumnKind.UUID),
            Map.entry("java.time.Instant", ColumnKind.INSTANT),
            Map.entry("java.time.LocalDate", ColumnKind.DATE),
            Map.entry("java.time.Duration", ColumnKind.DURATION),
            Map.entry("dev.attacca.value.Bytes", ColumnKind.BYTES),
            Map.entry("dev.attacca.value.IpAddress", ColumnKind.IP_ADDRESS),
            Map.entry("dev.attacca.value.IpNetwork", ColumnKind.IP_NETWORK),
            Map.entry("dev.attacca.value.MacAddress", ColumnKind.MAC_ADDRESS),
            Map.entry("dev.attacca.value.PciAddress", ColumnKind.PCI_ADDRESS),
            Map.entry("dev.attacca.value.SensitiveString", ColumnKind.SENSITIVE));

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
            case ARRAY -> ((ArrayType) type).getComponentType().getKind() == TypeKind.BYTE ? ColumnKind.BYTES : null;
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

    /** Whether the values are versioned objects, or collections of them at any depth: those have tables of their own. */
    boolean holdsObjects(TypeMirror type) {
        return isVersioned(type)
                || argumentsOf(type, "java.util.List").stream().anyMatch(this::holdsObjects)
                || argumentsOf(type, "java.util.Set").stream().anyMatch(this::holdsObjects)
                || argumentsOf(type, "java.util.Map").stream().anyMatch(this::holdsObjects);
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
