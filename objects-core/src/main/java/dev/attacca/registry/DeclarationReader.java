package dev.attacca.registry;

import dev.attacca.annotation.Key;
import dev.attacca.annotation.Lazy;
import dev.attacca.annotation.RowVersion;
import dev.attacca.annotation.Sensitive;
import dev.attacca.annotation.Versioned;
import dev.attacca.object.FieldLimits;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.version.Version;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one domain class by reflection and notes every problem it meets instead of stopping at the first. */
final class DeclarationReader {
    private static final int MOST_FIELDS = 64;

    private final Class<?> javaType;
    private final String name;
    private final ValueTypes valueTypes;
    private final List<String> problems = new ArrayList<>();

    private DeclarationReader(Class<?> javaType, ValueSupports supports) {
        this.javaType = javaType;
        this.valueTypes = new ValueTypes(javaType, supports);
        this.name = ValueTypes.nameOf(javaType);
    }

    static TypeDeclaration read(Class<?> javaType, ValueSupports supports) {
        return new DeclarationReader(javaType, supports).read();
    }

    private TypeDeclaration read() {
        Version version = version();
        if (!Modifier.isAbstract(javaType.getModifiers()) || !VersionedObject.class.isAssignableFrom(javaType)) {
            problems.add(name
                    + ": not an abstract subclass of VersionedObject (declare it so; Attacca writes the subclass)");
        }
        constructor(javaType, name);
        Map<String, Method> inherited = methods();
        identity(inherited);
        RemotableReader remotableReader = new RemotableReader(name, version, valueTypes, problems);
        RemotableReader.Found found = remotableReader.read(javaType, false);
        List<ObjectField> fields = fields(inherited, found);
        TypeDeclaration.QueryDeclaration query = query(remotableReader, fields);
        TypeDeclaration.History history =
                new HistoryReader(javaType, name, version, fields, valueTypes, problems).read();
        return new TypeDeclaration(
                javaType,
                name,
                version,
                fields,
                found.remotables(),
                found.methods(),
                query,
                history,
                List.copyOf(problems));
    }

    private Version version() {
        Versioned versioned = javaType.getAnnotation(Versioned.class);
        if (versioned == null) {
            problems.add(name + ": not @Versioned (add @Versioned(\"1.0\"))");
            return Version.of(1, 0);
        }
        try {
            return Version.parse(versioned.value());
        } catch (IllegalArgumentException malformed) {
            problems.add(name + ": " + malformed.getMessage());
            return Version.of(1, 0);
        }
    }

    private void constructor(Class<?> type, String shown) {
        try {
            if (Modifier.isPrivate(type.getDeclaredConstructor().getModifiers())) {
                problems.add(shown + ": its constructor is private (make it protected or leave it out)");
            }
        } catch (NoSuchMethodException missing) {
            problems.add(shown + ": no constructor without parameters (add one, or make the class static)");
        }
    }

    /** Every method below VersionedObject, overridden ones once, by name and parameter types. */
    private Map<String, Method> methods() {
        Map<String, Method> methods = new LinkedHashMap<>();
        for (Class<?> at = javaType;
                at != null && at != VersionedObject.class && at != Object.class;
                at = at.getSuperclass()) {
            for (Method method : at.getDeclaredMethods()) {
                if (!method.isBridge() && !method.isSynthetic() && !Modifier.isStatic(method.getModifiers())) {
                    methods.putIfAbsent(RemotableReader.key(method), method);
                }
            }
        }
        for (Method method : RemotableReader.ofInterfaces(javaType)) {
            if (Modifier.isAbstract(method.getModifiers())) {
                methods.putIfAbsent(RemotableReader.key(method), method);
            }
        }
        return methods;
    }

    /** Sets of objects, copies and diffs go by identity: each object carries its own changes. */
    private void identity(Map<String, Method> methods) {
        for (Method method : methods.values()) {
            List<Class<?>> parameters = List.of(method.getParameterTypes());
            String shown = method.getName() + (parameters.isEmpty() ? "()" : "(Object)");
            if ((shown.equals("equals(Object)") && parameters.equals(List.of(Object.class)))
                    || shown.equals("hashCode()")) {
                problems.add(name + ": declares " + shown
                        + " (expected: not to, an object equals only itself; use equalsByValue)");
            }
        }
    }

    private List<ObjectField> fields(Map<String, Method> methods, RemotableReader.Found found) {
        Map<String, Method> getters = new TreeMap<>();
        Map<String, Method> setters = new TreeMap<>();
        for (Method method : methods.values()) {
            if (Modifier.isAbstract(method.getModifiers())) {
                sort(method, getters, setters);
            }
        }
        setters.keySet().stream()
                .filter(field -> !getters.containsKey(field))
                .forEach(field ->
                        problems.add(name + "." + field + ": a setter without a getter (add the abstract getter)"));
        if (getters.size() > MOST_FIELDS) {
            problems.add(name + ": " + getters.size() + " fields (expected: at most " + MOST_FIELDS
                    + "; move some into a nested object)");
        }
        List<ObjectField> fields = new ArrayList<>();
        for (Map.Entry<String, Method> entry : getters.entrySet()) {
            AnnotatedType declared = entry.getValue().getAnnotatedReturnType();
            ValueType type = valueTypes.ofField(declared);
            if (type == null) {
                problems.add(name + "." + entry.getKey() + ": "
                        + entry.getValue().getGenericReturnType().getTypeName() + " is no field type (expected: "
                        + ValueTypes.SUPPORTED + ")");
                continue;
            }
            fields.add(field(
                    entry.getKey(),
                    fields.size(),
                    type,
                    valueTypes.nullable(declared),
                    entry.getValue(),
                    setters.get(entry.getKey()),
                    found));
        }
        return fields;
    }

    private void sort(Method method, Map<String, Method> getters, Map<String, Method> setters) {
        String methodName = method.getName();
        boolean returns = method.getReturnType() != void.class;
        if (returns && method.getParameterCount() == 0 && isProperty(methodName, "get")) {
            put(getters, decapitalized(methodName, 3), method);
        } else if (returns
                && method.getReturnType() == boolean.class
                && method.getParameterCount() == 0
                && isProperty(methodName, "is")) {
            put(getters, decapitalized(methodName, 2), method);
        } else if (!returns && method.getParameterCount() == 1 && isProperty(methodName, "set")) {
            put(setters, decapitalized(methodName, 3), method);
        } else {
            problems.add(name + "." + methodName + ": abstract, but neither getX(), isX() nor setX(value)"
                    + " (give it a body, or name it so)");
        }
    }

    private void put(Map<String, Method> accessors, String field, Method method) {
        Method other = accessors.put(field, method);
        if (other != null) {
            problems.add(name + "." + field + ": both " + other.getName() + " and " + method.getName()
                    + " with another parameter or prefix (expected: one getter and one setter)");
        }
    }

    private static boolean isProperty(String methodName, String prefix) {
        return methodName.length() > prefix.length()
                && methodName.startsWith(prefix)
                && Character.isUpperCase(methodName.charAt(prefix.length()));
    }

    private static String decapitalized(String methodName, int from) {
        return Character.toLowerCase(methodName.charAt(from)) + methodName.substring(from + 1);
    }

    private ObjectField field(
            String field,
            int index,
            ValueType type,
            boolean nullable,
            Method getter,
            @Nullable Method setter,
            RemotableReader.Found found) {
        if (setter != null && !setter.getGenericParameterTypes()[0].equals(getter.getGenericReturnType())) {
            problems.add(name + "." + field + ": the setter takes " + setter.getGenericParameterTypes()[0].getTypeName()
                    + " (expected: " + getter.getGenericReturnType().getTypeName() + ", as the getter returns)");
        }
        if (getter.isAnnotationPresent(RowVersion.class) && type != ValueType.Scalar.LONG) {
            problems.add(name + "." + field + ": @RowVersion on " + type + " (expected: long)");
        }
        boolean sensitive = type.sensitive() || getter.isAnnotationPresent(Sensitive.class);
        LimitsReader limits = new LimitsReader(name + "." + field, type, sensitive, getter, problems);
        FieldLimits read = limits.read();
        return new ObjectField(
                field,
                index,
                type,
                nullable,
                getter.isAnnotationPresent(Key.class),
                getter.isAnnotationPresent(RowVersion.class),
                sensitive,
                getter,
                setter,
                getter.isAnnotationPresent(Lazy.class) ? loader(field, getter, found) : null,
                read,
                limits.defaultValue(read));
    }

    private @Nullable String loader(String field, Method getter, RemotableReader.Found found) {
        String loader = "load" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
        for (int i = 0; i < found.methods().size(); i++) {
            Method method = found.methods().get(i);
            RemotableMethod remotable = found.remotables().get(i);
            if (method.getName().equals(loader)
                    && remotable.parameters().isEmpty()
                    && method.getGenericReturnType().equals(getter.getGenericReturnType())) {
                return loader;
            }
        }
        problems.add(name + "." + field + ": @Lazy without a loader (expected: @Remotable protected "
                + getter.getReturnType().getSimpleName() + " " + loader + "())");
        return null;
    }

    private TypeDeclaration.@Nullable QueryDeclaration query(
            RemotableReader remotableReader, List<ObjectField> fields) {
        for (Class<?> nested : javaType.getDeclaredClasses()) {
            if (ObjectQuery.class.isAssignableFrom(nested)) {
                constructor(nested, name + ".Query");
                RemotableReader.Found found = remotableReader.read(nested, true);
                return new TypeDeclaration.QueryDeclaration(
                        nested,
                        found.remotables(),
                        found.methods(),
                        new BulkLoaderReader(name, fields, problems).read(found));
            }
        }
        return null;
    }
}
