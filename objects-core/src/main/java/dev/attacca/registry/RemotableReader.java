package dev.attacca.registry;

import dev.attacca.annotation.Remotable;
import dev.attacca.object.MethodValues;
import dev.attacca.object.ObjectQuery;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.ResultLimit;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the remotables of a domain class or of its query. */
final class RemotableReader {
    private final String owner;
    private final Version version;
    private final ValueTypes valueTypes;
    private final List<String> problems;

    RemotableReader(String owner, Version version, ValueTypes valueTypes, List<String> problems) {
        this.owner = owner;
        this.version = version;
        this.valueTypes = valueTypes;
        this.problems = problems;
    }

    /** Remotables in signature order, and the methods they were declared by, at the same positions. */
    record Found(List<RemotableMethod> remotables, List<Method> methods) {}

    static String key(Method method) {
        return method.getParameterCount() == 0
                ? method.getName() + "[]"
                : method.getName() + Arrays.toString(method.getParameterTypes());
    }

    Found read(Class<?> javaType, boolean onQuery) {
        Map<String, Method> declared = new LinkedHashMap<>();
        for (Class<?> at = javaType; at != null && !isFramework(at); at = at.getSuperclass()) {
            for (Method method : at.getDeclaredMethods()) {
                if (!method.isBridge() && !method.isSynthetic()) {
                    declared.putIfAbsent(key(method), method);
                }
            }
        }
        refuseInherited(javaType, onQuery, declared);
        Map<String, Method> sorted = new TreeMap<>();
        for (Map.Entry<String, Method> entry : declared.entrySet()) {
            if (entry.getValue().isAnnotationPresent(Remotable.class) && callable(entry.getValue(), onQuery)) {
                sorted.put(entry.getKey(), entry.getValue());
            }
        }
        List<RemotableMethod> remotables = new ArrayList<>();
        List<Method> methods = new ArrayList<>();
        for (Method method : sorted.values()) {
            RemotableMethod remotable = remotable(javaType, method, onQuery, remotables.size());
            if (remotable != null) {
                remotables.add(remotable);
                methods.add(method);
            }
        }
        return new Found(List.copyOf(remotables), List.copyOf(methods));
    }

    /** The body of an interface would run where it is called, without a unit of work. */
    private void refuseInherited(Class<?> javaType, boolean onQuery, Map<String, Method> declared) {
        for (Method method : ofInterfaces(javaType)) {
            if (method.isAnnotationPresent(Remotable.class) && !declared.containsKey(key(method))) {
                problems.add(shown(method, onQuery) + ": @Remotable in the interface "
                        + method.getDeclaringClass().getSimpleName()
                        + " (expected: in a class; override it with @Remotable)");
            }
        }
    }

    /** The methods that a class has of interfaces; of most classes none, and then the others need not be gathered. */
    static List<Method> ofInterfaces(Class<?> javaType) {
        List<Method> methods = new ArrayList<>();
        boolean any = false;
        for (Class<?> at = javaType; at != null; at = at.getSuperclass()) {
            any |= at.getInterfaces().length > 0;
        }
        if (any) {
            for (Method method : javaType.getMethods()) {
                if (method.getDeclaringClass().isInterface()) {
                    methods.add(method);
                }
            }
        }
        return methods;
    }

    private static boolean isFramework(Class<?> type) {
        return type == VersionedObject.class || type == ObjectQuery.class || type == Object.class;
    }

    private boolean callable(Method method, boolean onQuery) {
        int modifiers = method.getModifiers();
        if (Modifier.isStatic(modifiers)
                || Modifier.isFinal(modifiers)
                || Modifier.isPrivate(modifiers)
                || Modifier.isAbstract(modifiers)) {
            problems.add(shown(method, onQuery) + ": @Remotable on a method that is " + Modifier.toString(modifiers)
                    + " (expected: public or protected, not static, not final, with a body)");
            return false;
        }
        return true;
    }

    private String shown(Method method, boolean onQuery) {
        return owner + (onQuery ? ".Query." : ".") + method.getName();
    }

    private @Nullable RemotableMethod remotable(Class<?> javaType, Method method, boolean onQuery, int index) {
        List<ValueType> parameters = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Boolean> nullables = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            ValueType type = valueTypes.ofCall(parameter.getAnnotatedType());
            if (type == null) {
                problems.add(shown(method, onQuery) + ": parameter of type "
                        + parameter.getParameterizedType().getTypeName() + " (expected: "
                        + ValueTypes.SUPPORTED_IN_CALLS + ")");
                return null;
            }
            names.add(parameter.isNamePresent() ? parameter.getName() : "argument" + names.size());
            parameters.add(type);
            nullables.add(valueTypes.nullable(parameter.getAnnotatedType()));
        }
        ValueType result = null;
        if (method.getReturnType() != void.class) {
            result = valueTypes.ofCall(method.getAnnotatedReturnType());
            if (result == null) {
                problems.add(shown(method, onQuery) + ": result of type "
                        + method.getGenericReturnType().getTypeName() + " (expected: void, "
                        + ValueTypes.SUPPORTED_IN_CALLS
                        + ")");
                return null;
            }
        }
        Remotable declared = method.getAnnotation(Remotable.class);
        boolean resultNullable = valueTypes.nullable(method.getAnnotatedReturnType());
        return new RemotableMethod(
                TypeKey.of(owner, version),
                method.getName(),
                onQuery,
                index,
                List.copyOf(parameters),
                List.copyOf(names),
                List.copyOf(nullables),
                result,
                resultNullable,
                since(javaType, declared, method, onQuery),
                declared.readOnly(),
                maxResults(declared, method, onQuery, result),
                declared.sends(),
                new MethodValues(
                        owner + (onQuery ? ".Query." : ".") + method.getName(),
                        parameters,
                        nullables,
                        result,
                        resultNullable));
    }

    private int maxResults(Remotable declared, Method method, boolean onQuery, @Nullable ValueType result) {
        int most = declared.maxResults();
        if (most < 0) {
            problems.add(
                    shown(method, onQuery) + ": maxResults " + most + " (expected: at least 1, or 0 for any number)");
        } else if (most > 0 && !ResultLimit.countable(result)) {
            problems.add(shown(method, onQuery) + ": maxResults on " + (result == null ? "void" : result)
                    + " (expected: a List, Set, Map, ObjectList or Page)");
        }
        return most;
    }

    private Version since(Class<?> javaType, Remotable declared, Method method, boolean onQuery) {
        Version oldest = Version.of(version.major(), 0);
        if (declared.since().isEmpty()) {
            return oldest;
        }
        if (method.getDeclaringClass() != javaType) {
            problems.add(shown(method, onQuery) + ": inherits since = \"" + declared.since() + "\" from "
                    + method.getDeclaringClass().getSimpleName()
                    + ", whose versions are others (expected: its own history;"
                    + " override it)");
            return oldest;
        }
        try {
            Version since = Version.parse(declared.since());
            if (since.sameMajor(version) && !version.isBefore(since)) {
                return since;
            }
            problems.add(
                    shown(method, onQuery) + ": since " + since + " (expected: " + oldest + " to " + version + ")");
        } catch (IllegalArgumentException malformed) {
            problems.add(shown(method, onQuery) + ": since: " + malformed.getMessage());
        }
        return oldest;
    }
}
