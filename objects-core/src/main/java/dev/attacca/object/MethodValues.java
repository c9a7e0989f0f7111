package dev.attacca.object;

import dev.attacca.error.InvalidValueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one remotable takes and returns: brings arguments and results into the form in which they cross, wherever the body runs,
 * so that it cannot tell. Immutable, safe for use by several threads.
 */
public final class MethodValues {
    private final String method;
    private final List<ValueForm> parameters = new ArrayList<>();
    private final String[] places;
    private final String resultPlace;
    private final List<Boolean> nullable;
    private final boolean takesObjects;
    private final @Nullable ValueForm result;
    private final boolean resultNullable;

    /** For the registry: see {@link RemotableMethod} for the parameters' meaning. */
    public MethodValues(
            String qualifiedName,
            List<ValueType> parameters,
            List<Boolean> nullableParameters,
            @Nullable ValueType result,
            boolean resultNullable) {
        this.method = qualifiedName;
        this.resultPlace = qualifiedName + ": result";
        this.places = new String[parameters.size()];
        Arrays.setAll(places, i -> qualifiedName + ": argument " + i);
        boolean objects = false;
        for (ValueType parameter : parameters) {
            this.parameters.add(ValueForm.of(parameter));
            objects |= parameter.holdsObjects();
        }
        this.nullable = List.copyOf(nullableParameters);
        this.takesObjects = objects;
        this.result = result == null ? null : ValueForm.of(result);
        this.resultNullable = resultNullable;
    }

    String qualifiedName() {
        return method;
    }

    /** Whether an argument is or holds objects. */
    boolean takesObjects() {
        return takesObjects;
    }

    /**
     * Arguments in the form in which they cross.
     *
     * @throws InvalidValueException if one does not fit
     */
    @Nullable
    Object[] arguments(@Nullable Object[] given) {
        @Nullable Object[] kept = given.length == 0 ? given : given.clone();
        for (int i = 0; i < kept.length; i++) {
            Object value = kept[i];
            if (value != null) {
                kept[i] = parameters.get(i).keep(places[i], value);
            } else if (!nullable.get(i)) {
                throw notNull("argument " + i, "parameter");
            }
        }
        return kept;
    }

    /**
     * A result in the form in which it crosses.
     *
     * @throws InvalidValueException if it does not fit
     */
    public @Nullable Object result(@Nullable Object returned) {
        if (result == null) {
            return null;
        }
        if (returned != null) {
            return result.keep(resultPlace, returned);
        }
        if (!resultNullable) {
            throw notNull("result", "method");
        }
        return null;
    }

    private InvalidValueException notNull(String what, String toMark) {
        return new InvalidValueException(
                method + ": " + what + ": null (expected: a value; mark the " + toMark + " @Nullable to allow null)");
    }

    /**
     * Calls as bodies get them that run in place: the objects among their arguments are copies, as they are where a body runs
     * elsewhere, each copied once. What the receivers hold, as far as it travels, and these themselves stay what they are.
     */
    public static List<ActionRequest> handedOver(List<ActionRequest> calls) {
        boolean objects = false;
        for (ActionRequest call : calls) {
            objects |= call.method().values().takesObjects;
        }
        if (!objects) {
            return calls;
        }
        ObjectSet kept = new ObjectSet();
        calls.forEach(call -> Nested.each(call.receiver(), kept::add));
        Nested.walk(kept, 0);
        List<@Nullable Object[]> arguments = ObjectCopy.ofArguments(
                calls.stream().map(ActionRequest::arguments).toList(), kept);
        List<ActionRequest> handed = new ArrayList<>(calls.size());
        for (int i = 0; i < calls.size(); i++) {
            handed.add(new ActionRequest(calls.get(i).receiver(), calls.get(i).method(), arguments.get(i)));
        }
        return handed;
    }
}
