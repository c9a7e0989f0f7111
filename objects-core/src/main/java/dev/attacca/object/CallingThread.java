package dev.attacca.object;

import dev.attacca.error.UnsetFieldException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a thread is in the middle of, whatever contexts it uses: the units of work that are open on it, a call that is being
 * captured, the lazy fields that are being fetched.
 *
 * <p>Thread safety: each thread has its own.
 */
final class CallingThread {
    private static final ThreadLocal<CallingThread> CURRENT = ThreadLocal.withInitial(CallingThread::new);

    private final List<CurrentUnit> open = new ArrayList<>(2);
    private final List<Fetching> fetching = new ArrayList<>(2);
    private @Nullable CallCapture capture;

    private record Fetching(VersionedObject object, ObjectField field) {}

    private CallingThread() {}

    static CallingThread current() {
        return CURRENT.get();
    }

    void opened(CurrentUnit unit) {
        open.add(unit);
    }

    void closed(CurrentUnit unit) {
        open.remove(unit);
    }

    /** The call that is being captured, or {@code null}. */
    @Nullable
    CallCapture capture() {
        return capture;
    }

    /** Refuses to carry anything out while a call is being captured: the function would have done more than name a call. */
    void refuseWhileCapturing(String what) {
        CallCapture capturing = capture;
        if (capturing != null) {
            throw capturing.refused(
                    what + " within a function that names a call (expected: one remotable); begin it before or after");
        }
    }

    /** Runs a function with every remotable that it calls noted, of whichever context: bodies do not run in place either. */
    void capturing(CallCapture own, Runnable function) {
        List<ObjectContext.@Nullable UnitServices> suspended =
                open.isEmpty() ? List.of() : new ArrayList<>(open.size());
        for (CurrentUnit unit : open) {
            suspended.add(unit.services);
            unit.services = null;
        }
        capture = own;
        try {
            function.run();
        } finally {
            capture = null;
            for (int i = 0; i < suspended.size(); i++) {
                open.get(i).services = suspended.get(i);
            }
        }
    }

    /**
     * Runs what fetches a lazy field. Only what bodies read is remembered, so that it ends alike wherever they run.
     *
     * @throws UnsetFieldException if it is being fetched already: its loader has read it
     */
    @Nullable
    Object fetching(VersionedObject object, ObjectField field, RemotableMethod loader) {
        if (!object.context().insideUnit()) {
            return loader.invoke(object, new Object[0]);
        }
        for (Fetching outer : fetching) {
            if (outer.object() == object && outer.field().index() == field.index()) {
                throw new UnsetFieldException(object.type().name() + "." + field.name() + ": read while "
                        + loader.qualifiedName()
                        + " fetches it (expected: a loader that reads other fields only); have it return the value");
            }
        }
        fetching.add(new Fetching(object, field));
        try {
            return loader.invoke(object, new Object[0]);
        } finally {
            fetching.remove(fetching.size() - 1);
        }
    }
}
