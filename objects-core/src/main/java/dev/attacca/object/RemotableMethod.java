package dev.attacca.object;

import dev.attacca.annotation.Remotable.Sends;
import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A method that may be called from elsewhere. Immutable.
 *
 * @param owner the class it belongs to ({@code Instance}; also for the methods of {@code Instance.Query})
 * @param name the method's name
 * @param onQuery whether it belongs to the class's query rather than to its objects
 * @param index its position among the remotables of its object type or query; not the id on the wire
 * @param parameters the parameters' types, in order
 * @param parameterNames their names in the source, or {@code argument0} and so on where the class was compiled without
 *     {@code -parameters}; peers do not compare them
 * @param nullableParameters for each parameter whether null may be passed
 * @param result the result's type, or {@code null} for {@code void}
 * @param resultNullable whether the result may be null
 * @param since the version of the class that brought it
 * @param readOnly whether the body promises to write nothing
 * @param maxResults how many elements the result may have, or 0 for any number
 * @param sends how much of the receiver travels
 * @param values the form of its arguments and its result
 */
public record RemotableMethod(
        TypeKey owner,
        String name,
        boolean onQuery,
        int index,
        List<ValueType> parameters,
        List<String> parameterNames,
        List<Boolean> nullableParameters,
        @Nullable ValueType result,
        boolean resultNullable,
        Version since,
        boolean readOnly,
        int maxResults,
        Sends sends,
        MethodValues values) {

    /** {@code Instance.save} or {@code Instance.Query.byHost}: how logs and errors name it. */
    public String qualifiedName() {
        return values.qualifiedName();
    }

    /** {@code byHost(string) list<object(Instance)>}: what peers compare to find that they mean the same method. */
    public String signature() {
        StringBuilder text = new StringBuilder(name).append('(');
        for (int i = 0; i < parameters.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(parameters.get(i));
        }
        return text.append(") ")
                .append(result == null ? "void" : result + (resultNullable ? "?" : ""))
                .toString();
    }

    /**
     * Calls the method; with a context that is inside a unit of work the written body runs. What it throws leaves unchanged.
     *
     * @param receiver an object of exactly the class that has this remotable, or its query
     * @param arguments one per parameter
     */
    public @Nullable Object invoke(ContextBound receiver, @Nullable Object[] arguments) {
        try {
            return receiver.attaccaInvoke(index, arguments);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable checked) {
            throw new UndeclaredThrowableException(checked);
        }
    }
}
