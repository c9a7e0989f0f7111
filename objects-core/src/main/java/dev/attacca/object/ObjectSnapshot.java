package dev.attacca.object;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an object and every object it reached looked like at one moment: the <em>before</em> of a diff, and the way back
 * when a body throws. Holds the values, not copies of them: collections are immutable.
 *
 * <p>Thread safety: as the objects', confined to one thread at a time.
 */
public final class ObjectSnapshot {
    private final IdentityHashMap<VersionedObject, State> states = new IdentityHashMap<>();

    private ObjectSnapshot() {}

    /** Takes the state of an object and of every object it reaches. */
    public static ObjectSnapshot of(VersionedObject root) {
        ObjectSnapshot snapshot = new ObjectSnapshot();
        if (root.type().nestedMask() == 0) {
            snapshot.states.put(root, new State(root));
        } else {
            snapshot.note(Nested.reachable(root));
        }
        return snapshot;
    }

    /** Takes the state of every object that some values are or hold, and of every object these reach. */
    public static ObjectSnapshot ofHeld(@Nullable Object[] values) {
        ObjectSnapshot snapshot = new ObjectSnapshot();
        ObjectSet reached = new ObjectSet();
        for (Object value : values) {
            Nested.each(value, reached::add);
        }
        Nested.walk(reached, 0);
        snapshot.note(reached);
        return snapshot;
    }

    /** Takes the state of the receivers of calls and of every object that they reach. */
    public static ObjectSnapshot ofReceivers(List<ActionRequest> calls) {
        if (calls.size() == 1 && calls.get(0).receiver() instanceof VersionedObject only) {
            return of(only);
        }
        return ofHeld(calls.stream().map(ActionRequest::receiver).toArray());
    }

    /**
     * The first field that was changed since, as a setter changes it: {@code Instance.host}; or {@code null} for none. What was
     * loaded since is no change.
     */
    public @Nullable String firstChange() {
        for (Map.Entry<VersionedObject, State> entry : states.entrySet()) {
            VersionedObject object = entry.getKey();
            for (long rest = object.changed; rest != 0; rest &= rest - 1) {
                ObjectField field = object.type().fields().get(Long.numberOfTrailingZeros(rest));
                if ((entry.getValue().changed & field.bit()) == 0 || differs(object, field, entry.getValue())) {
                    return object.type().name() + "." + field.name();
                }
            }
        }
        return null;
    }

    private static boolean differs(VersionedObject object, ObjectField field, State was) {
        return field.primitive()
                ? Slots.bits(object, field) != Slots.bits(was.values, field)
                : !TrackedFields.same(field, Slots.reference(was.values, field), Slots.reference(object, field));
    }

    private void note(ObjectSet objects) {
        for (int i = 0; i < objects.size(); i++) {
            states.put(objects.get(i), new State(objects.get(i)));
        }
    }

    /**
     * Binds to the context of the receivers what they and the result hold now and did not hold then: whatever a body made
     * under another one, such as an elevated one, stays with the body.
     */
    public void bindNew(List<ActionRequest> calls, @Nullable Object result) {
        ObjectSet reached = new ObjectSet();
        for (ActionRequest call : calls) {
            Nested.each(call.receiver(), reached::add);
        }
        Nested.each(result, reached::add);
        Nested.walk(reached, 0);
        for (int i = 0; i < reached.size(); i++) {
            if (!states.containsKey(reached.get(i))) {
                reached.get(i).context = calls.get(0).receiver().context;
            }
        }
    }

    /** The state of an object at that moment, or {@code null} if it was not reached then. */
    public @Nullable State stateOf(@Nullable Object object) {
        return object == null ? null : states.get(object);
    }

    /** Puts every object back to how it was. */
    public void restore() {
        states.forEach((object, state) -> {
            object.present = state.present;
            object.changed = state.changed;
            object.context = state.context;
            object.attaccaTake(state.values);
        });
    }

    /** One object's values at the moment of the snapshot. */
    public static final class State {
        private final long present;
        private final long changed;
        private final VersionedObject values;
        private final @Nullable ObjectContext context;

        private State(VersionedObject object) {
            this.present = object.present;
            this.changed = object.changed;
            this.values = Slots.values(object);
            this.context = object.context;
        }

        /** The bits of the fields that were set. */
        public long present() {
            return present;
        }

        /** The bits of the fields that were changed, nested changes not included. */
        public long changed() {
            return changed;
        }

        /** An object of the same class that holds the values of that moment, to be read by {@link Slots} alone. */
        public VersionedObject values() {
            return values;
        }
    }
}
