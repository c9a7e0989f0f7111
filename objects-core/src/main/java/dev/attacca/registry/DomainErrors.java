package dev.attacca.registry;

import dev.attacca.error.AttaccaException;
import dev.attacca.error.DomainException;
import dev.attacca.error.ErrorCode;
import dev.attacca.error.KnownErrors;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The errors of the domains of a registry, by their codes. Only these are ever made from what a peer says: a code is looked up,
 * no class is loaded by its name. Immutable, safe for use by several threads.
 */
public final class DomainErrors {
    /** No errors. */
    public static final DomainErrors NONE = new DomainErrors(Map.of(), Map.of());

    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

    private final Map<String, MethodHandle> byCode;
    private final Map<String, Class<? extends DomainException>> types;

    private DomainErrors(Map<String, MethodHandle> byCode, Map<String, Class<? extends DomainException>> types) {
        this.byCode = byCode;
        this.types = types;
    }

    /** The codes, in the order of their domains. */
    public Collection<String> codes() {
        return byCode.keySet();
    }

    /** The classes by code, sorted. */
    public Map<String, Class<? extends DomainException>> types() {
        return Collections.unmodifiableMap(types);
    }

    /** The error of that code, or {@code null} if no domain here has one or its constructor refuses what came. */
    public @Nullable AttaccaException again(String code, DomainException.Received received) {
        MethodHandle constructor = byCode.get(code);
        if (constructor == null) {
            return null;
        }
        try {
            return (DomainException) constructor.invokeExact(received);
        } catch (Error thrown) {
            throw thrown;
        } catch (Throwable refused) {
            // What another release sent may lack what this constructor wants; its code and message must not be lost.
            return null;
        }
    }

    /** Reads what domains declare; adds to the problems what cannot be. */
    static DomainErrors read(List<Class<? extends DomainException>> declared, List<String> problems) {
        Map<String, MethodHandle> byCode = new LinkedHashMap<>();
        Map<String, Class<? extends DomainException>> types = new TreeMap<>();
        Map<String, Class<?>> owners = new LinkedHashMap<>();
        for (Class<? extends DomainException> type :
                declared.stream().distinct().toList()) {
            List<String> found = new ArrayList<>();
            ErrorCode code = type.getAnnotation(ErrorCode.class);
            MethodHandle constructor = Modifier.isAbstract(type.getModifiers()) ? null : constructor(type);
            if (code == null) {
                found.add("no @ErrorCode (expected: one on the class itself)");
            } else {
                check(code, owners.put(code.value(), type), found);
            }
            if (constructor == null) {
                found.add("cannot be made again (expected: not abstract, with a constructor whose only parameter is"
                        + " DomainException.Received, in a package that is open)");
            }
            found.forEach(problem -> problems.add(type.getSimpleName() + ": " + problem));
            if (code != null && constructor != null) {
                byCode.put(code.value(), constructor);
                types.put(code.value(), type);
            }
        }
        return new DomainErrors(byCode, types);
    }

    private static void check(ErrorCode code, @Nullable Class<?> before, List<String> found) {
        if (!CODE.matcher(code.value()).matches()) {
            found.add("code: " + code.value() + " (expected: capitals, digits and _, at most 64)");
        }
        if (before != null) {
            found.add(
                    "code: " + code.value() + " is that of " + before.getSimpleName() + " (expected: one of its own)");
        }
        if (KnownErrors.codes().contains(code.value())) {
            found.add(
                    "code: " + code.value() + " is one of the framework's (expected: one of its own; refines = that)");
        }
        if (!code.refines().isEmpty() && !KnownErrors.codes().contains(code.refines())) {
            found.add("refines: " + code.refines() + " (expected: the code of one of the framework's errors)");
        }
    }

    private static @Nullable MethodHandle constructor(Class<? extends DomainException> type) {
        try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .findConstructor(type, MethodType.methodType(void.class, DomainException.Received.class))
                    .asType(MethodType.methodType(DomainException.class, DomainException.Received.class));
        } catch (NoSuchMethodException | IllegalAccessException notThere) {
            return null;
        }
    }
}
