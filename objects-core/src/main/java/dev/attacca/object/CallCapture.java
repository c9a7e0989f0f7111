package dev.attacca.object;

import dev.attacca.error.InvalidCallException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which remotable a function calls: it is run with its receiver listening, and the call is noted instead of
 * performed. The function gets a stand-in for the result: 0, {@code false} or {@code null}.
 *
 * <p>Thread safety: confined to the thread that runs the function.
 */
final class CallCapture {
    private final ContextBound receiver;
    private final ObjectContext context;
    private @Nullable ActionRequest request;
    private @Nullable Object standIn;
    private @Nullable InvalidCallException problem;

    CallCapture(ContextBound receiver) {
        this.receiver = receiver;
        this.context = receiver.context();
    }

    ContextBound receiver() {
        return receiver;
    }

    /** Notes a call; returns the stand-in for its result. */
    @Nullable
    Object note(ActionRequest called) {
        if (called.receiver() != receiver) {
            throw fail(
                    called.method().qualifiedName()
                            + ": called on another object (expected: one remotable of the object that was given); call it before");
        }
        if (receiver.context() != context) {
            throw fail(
                    called.method().qualifiedName()
                            + ": called under another context (expected: the one that was asked to begin the call); ask that one");
        }
        if (receiver instanceof VersionedObject object && loads(object, called.method())) {
            throw fail(called.method().qualifiedName()
                    + ": a lazy field was read within the function (expected: only the call); read the field before");
        }
        ActionRequest before = request;
        if (before != null) {
            throw fail(called.method().qualifiedName() + ": called after "
                    + before.method().qualifiedName()
                    + " (expected: one remotable); make two calls of them, or a batch");
        }
        request = called;
        ValueType result = called.method().result();
        standIn = result != null && result.primitive() ? Slots.box(result, 0) : null;
        return standIn;
    }

    private static boolean loads(VersionedObject object, RemotableMethod method) {
        List<ObjectField> fields = object.type().fields();
        for (int i = 0; i < fields.size(); i++) {
            if (method.name().equals(fields.get(i).loader())) {
                return true;
            }
        }
        return false;
    }

    /** Something other than a remotable that a function tried. */
    InvalidCallException refused(String message) {
        return fail(message);
    }

    private InvalidCallException fail(String message) {
        problem = new InvalidCallException(message);
        return problem;
    }

    /** What the function made of the stand-in: it must be that itself, since nobody else ever sees what was made of it. */
    void returned(@Nullable Object value) {
        ActionRequest noted = request;
        if (noted != null && !Objects.equals(value, standIn)) {
            throw fail(
                    noted.method().qualifiedName()
                            + ": its result was used before it is there (expected: only the call); put the rest into thenApply");
        }
    }

    /** What a function's exception means. */
    RuntimeException explained(RuntimeException thrown) {
        InvalidCallException found = problem;
        ActionRequest noted = request;
        if (found != null || noted == null) {
            return found == null ? thrown : found;
        }
        return new InvalidCallException(
                noted.method().qualifiedName() + ": after the call came " + thrown
                        + " (expected: only the call); put what uses its result into thenApply",
                Map.of(),
                thrown);
    }

    /** The call. */
    ActionRequest request() {
        InvalidCallException found = problem;
        if (found != null) {
            throw found;
        }
        ActionRequest noted = request;
        if (noted == null) {
            throw new InvalidCallException(receiver.typeName()
                    + ": no remotable called (expected: one); getters, setters and other methods need no answer");
        }
        return noted;
    }
}
