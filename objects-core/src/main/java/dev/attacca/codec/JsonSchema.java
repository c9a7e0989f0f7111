package dev.attacca.codec;

import dev.attacca.object.FieldLimits;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectType;
import dev.attacca.object.ValueLimit;
import dev.attacca.object.ValueType;
import dev.attacca.registry.ObjectRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What primitives of a class look like, as a JSON schema of draft 04. A class inside itself refers to where it began.
 *
 * <p>Source: {@code to_json_schema} of oslo.versionedobjects, which does not end for such a class.
 */
final class JsonSchema {
    private final ObjectRegistry registry;
    private final JsonForms forms;
    private final Map<ObjectType<?>, String> open = new LinkedHashMap<>();

    JsonSchema(ObjectRegistry registry, JsonForms forms) {
        this.registry = registry;
        this.forms = forms;
    }

    Map<String, @Nullable Object> of(ObjectType<?> type) {
        Map<String, @Nullable Object> schema = object(type, "#");
        schema.put("$schema", "http://json-schema.org/draft-04/schema#");
        schema.put("title", type.name());
        schema.put("type", List.of("object"));
        return schema;
    }

    private Map<String, @Nullable Object> object(ObjectType<?> type, String path) {
        JsonForm form = forms.of(type);
        open.put(type, path);
        Map<String, @Nullable Object> properties = new TreeMap<>();
        properties.put(form.name(), Map.of("type", "string"));
        properties.put(form.namespaceKey(), Map.of("type", "string"));
        properties.put(form.version(), Map.of("type", "string"));
        properties.put(form.changes(), new TreeMap<>(Map.of("type", "array", "items", Map.of("type", "string"))));
        properties.put(form.data(), data(type, path + "/properties/" + form.data()));
        open.remove(type);
        Map<String, @Nullable Object> schema = new TreeMap<>();
        schema.put("properties", properties);
        schema.put("required", List.of(form.namespaceKey(), form.name(), form.version(), form.data()));
        return schema;
    }

    private Map<String, @Nullable Object> data(ObjectType<?> type, String path) {
        Map<String, @Nullable Object> properties = new TreeMap<>();
        List<String> required = new ArrayList<>();
        for (ObjectField field : type.fields()) {
            String name = SnakeCase.of(field.name());
            properties.put(name, field(field, path + "/properties/" + name));
            if (!field.nullable()) {
                required.add(name);
            }
        }
        required.sort(null);
        Map<String, @Nullable Object> schema = new TreeMap<>();
        schema.put("description", "fields of " + type.name());
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    private Map<String, @Nullable Object> field(ObjectField field, String path) {
        boolean writeOnce = field.limits() != null && field.limits().writeOnce();
        Map<String, @Nullable Object> schema = part(field.type(), field.nullable(), path);
        if (!schema.containsKey("$ref")) {
            schema.put("readonly", writeOnce || field.setter() == null);
        }
        bounds(field.limits(), schema);
        Object initial = field.defaultValue();
        if (initial instanceof String || initial instanceof Boolean || initial instanceof Integer) {
            schema.put("default", initial);
        }
        return schema;
    }

    private static void bounds(@Nullable FieldLimits limits, Map<String, @Nullable Object> schema) {
        for (ValueLimit limit : limits == null ? List.<ValueLimit>of() : limits.values()) {
            if (limit instanceof ValueLimit.Range range && range.min() != Long.MIN_VALUE) {
                schema.put("minimum", range.min());
            }
            if (limit instanceof ValueLimit.Range range && range.max() != Long.MAX_VALUE) {
                schema.put("maximum", range.max());
            }
        }
    }

    private Map<String, @Nullable Object> part(ValueType type, boolean nullable, String path) {
        if (type instanceof ValueType.ObjectValue object) {
            return held(object, nullable, path);
        }
        Map<String, @Nullable Object> schema = new TreeMap<>();
        if (type == ValueType.Scalar.IP_ADDRESS) {
            schema.put("oneOf", addresses(nullable));
            return schema;
        }
        schema.put("type", nullable ? List.of(name(type), "null") : List.of(name(type)));
        if (type instanceof ValueType.EnumValue constants) {
            List<@Nullable Object> names = new ArrayList<>(constants.constants());
            if (nullable) {
                names.add(null);
            }
            schema.put("enum", names);
        } else if (type instanceof ValueType.ListValue list) {
            schema.put("items", element(list.element(), list.elementNullable(), path + "/items"));
        } else if (type instanceof ValueType.SetValue set) {
            schema.put("items", element(set.element(), false, path + "/items"));
            schema.put("uniqueItems", true);
        } else if (type instanceof ValueType.MapValue map) {
            schema.put(
                    "additionalProperties", element(map.value(), map.valueNullable(), path + "/additionalProperties"));
        } else if (type instanceof ValueType.Scalar scalar) {
            text(scalar, schema);
        }
        return schema;
    }

    private static List<Object> addresses(boolean nullable) {
        List<Object> addresses = new ArrayList<>();
        addresses.add(new TreeMap<>(Map.of("type", List.of("string"), "format", "ipv4")));
        addresses.add(new TreeMap<>(Map.of("type", List.of("string"), "format", "ipv6")));
        if (nullable) {
            addresses.add(Map.of("type", List.of("null")));
        }
        return addresses;
    }

    /** What texts of a type look like; the canonical form matches. */
    private static void text(ValueType.Scalar type, Map<String, @Nullable Object> schema) {
        switch (type) {
            case INSTANT -> schema.put("format", "date-time");
            case UUID -> schema.put("pattern", "^[a-fA-F0-9]{8}(-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}$");
            case MAC_ADDRESS -> schema.put("pattern", "^[0-9a-f]{2}(:[0-9a-f]{2}){5}$");
            case PCI_ADDRESS -> schema.put("pattern", "^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]$");
            default -> {
                // Of the others a pattern would say less than their documentation.
            }
        }
    }

    private Map<String, @Nullable Object> element(ValueType type, boolean nullable, String path) {
        Map<String, @Nullable Object> schema = part(type, nullable, path);
        if (!schema.containsKey("$ref")) {
            schema.put("readonly", false);
        }
        return schema;
    }

    /** Of a polymorphic field the declared class: a schema of draft 04 cannot say which subclass has which fields. */
    private Map<String, @Nullable Object> held(ValueType.ObjectValue object, boolean nullable, String path) {
        ObjectType<?> type = registry.type(object.javaType());
        String within = open.get(type);
        if (within != null) {
            return new TreeMap<>(Map.of("$ref", within));
        }
        Map<String, @Nullable Object> schema = object(type, path);
        schema.put("type", nullable ? List.of("object", "null") : List.of("object"));
        return schema;
    }

    private static String name(ValueType type) {
        if (type instanceof ValueType.Scalar scalar) {
            return switch (scalar) {
                case INT, BOXED_INT, LONG, BOXED_LONG -> "integer";
                case DOUBLE, BOXED_DOUBLE -> "number";
                case BOOLEAN, BOXED_BOOLEAN -> "boolean";
                default -> "string";
            };
        }
        if (type instanceof ValueType.ListValue || type instanceof ValueType.SetValue) {
            return "array";
        }
        return type instanceof ValueType.MapValue ? "object" : "string";
    }
}
