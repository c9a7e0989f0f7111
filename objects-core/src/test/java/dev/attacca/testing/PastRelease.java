package dev.attacca.testing;

import dev.attacca.annotation.Added;
import dev.attacca.object.ObjectType;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.ValueType;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import dev.attacca.registry.ObjectRegistry;
import dev.attacca.registry.SchemaSet;
import dev.attacca.version.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a process knew in which one class was still at an older version, as its schema set told its peers. */
final class PastRelease {
    private PastRelease() {}

    /** The registry's schema set with one class as it was; its enums have only the constants they had then. */
    static SchemaSet of(ObjectRegistry registry, Layout past) {
        StringBuilder text = new StringBuilder();
        Map<String, List<String>> enums = new TreeMap<>(registry.schemaSet().enums());
        past.type().fields().forEach(field -> forget(field.type(), past.version(), enums));
        enums.forEach((name, constants) -> line(text, "enum " + name + " " + String.join("|", constants)));
        for (ObjectType<?> type : registry.types()) {
            boolean older = type == past.type();
            Layout layout = older ? past : registry.history(type).newest();
            line(text, "type " + type.name() + " " + layout.version());
            layout.fields().stream().map(LayoutField::schemaText).forEach(field -> line(text, "  field " + field));
            signatures(type.remotables(), layout).forEach(call -> line(text, "  call " + call));
            if (type.queryType() != null) {
                signatures(
                                registry.queryType(Objects.requireNonNull(type.queryType()))
                                        .remotables(),
                                layout)
                        .forEach(query -> line(text, "  query " + query));
            }
        }
        return SchemaSet.parse(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Stream<String> signatures(List<RemotableMethod> remotables, Layout layout) {
        return remotables.stream()
                .filter(remotable -> !layout.version().isBefore(remotable.since()))
                .map(RemotableMethod::signature)
                .sorted();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }

    private static void forget(ValueType type, Version version, Map<String, List<String>> enums) {
        type.parts().forEach(part -> forget(part, version, enums));
        if (type instanceof ValueType.EnumValue enumType) {
            List<String> known = new ArrayList<>();
            for (Enum<?> constant : enumType.javaType().getEnumConstants()) {
                if (!version.isBefore(since(constant, version))) {
                    known.add(constant.name());
                }
            }
            enums.put(enumType.javaType().getSimpleName(), known);
        }
    }

    private static Version since(Enum<?> constant, Version otherwise) {
        try {
            Added added = constant.getDeclaringClass().getField(constant.name()).getAnnotation(Added.class);
            return added == null ? otherwise : Version.parse(added.in());
        } catch (NoSuchFieldException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
