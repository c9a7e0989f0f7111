package dev.attacca.object;

import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an object and every object it reached looked like at one moment: the <em>before</em> of a diff, and the way back
 * when a body throws. Holds the values, not copies of them: collections are immutable; and these only of objects that were written since.
 *
 * <p>Thread safety: as the objects', confined to one thread at a time.
 */
public final class ObjectSnapshot {
    private static final ObjectSnapshot NOTHING = new ObjectSnapshot();

    /** So many objects are found faster by looking at each than by hashing, and usually there are no more. */
    private static final int MOST_SCANNED = 16;

    private @Nullable State first;
    private @Nullable State last;
    private int size;
    private @Nullable IdentityHashMap<VersionedObject, State> hashed;

    private ObjectSnapshot() {}

    private ObjectSnapshot(ObjectSet objects) {
        for (int i = 0; i < objects.size(); i++) {
            append(objects.get(i));
        }
    }

    private void append(VersionedObject object) {
        State state = new State(object);
        State before = last;
        if (before == null) {
            first = state;
        } else {
            before.next = state;
        }
        last = state;
        size++;
        if (hashed != null) {
            hashed.put(object, state);
        } else if (size > MOST_SCANNED) {
            hashed = new IdentityHashMap<>();
            for (State each = first; each != null; each = each.next) {
                hashed.put(each.object, each);
            }
        }
    }

    private @Nullable State find(VersionedObject object) {
        if (hashed != null) {
            return hashed.get(object);
        }
        for (State each = first; each != null; each = each.next) {
            if (each.object == object) {
                return each;
            }
        }
        return null;
    }

    private void meet(VersionedObject object) {
        if (find(object) == null) {
            append(object);
        }
    }

    /** Adds what the objects reach that are in it. */
    private void walk() {
        for (State each = first; each != null; each = each.next) {
            VersionedObject object = each.object;
            for (long rest = object.type().nestedMask() & object.present; rest != 0; rest &= rest - 1) {
                Object value = object.attaccaReference(Long.numberOfTrailingZeros(rest));
                if (value instanceof VersionedObject held) {
                    meet(held);
                } else {
                    Nested.each(value, this::meet);
                }
            }
        }
    }

    /** Takes the state of an object and of every object it reaches. */
    public static ObjectSnapshot of(VersionedObject root) {
        ObjectSnapshot snapshot = new ObjectSnapshot();
        snapshot.append(root);
        snapshot.walk();
        return snapshot;
    }

    private static boolean holdsNone(VersionedObject object) {
        return (object.type().nestedMask() & object.present) == 0;
    }

    /** Takes the state of the receiver of a call and of every object that it reaches. */
    public static ObjectSnapshot ofReceiver(ActionRequest call) {
        return call.receiver() instanceof VersionedObject object ? of(object) : NOTHING;
    }

    /** Takes the state of the receivers of calls and of every object that they reach. */
    public static ObjectSnapshot ofReceivers(List<ActionRequest> calls) {
        if (calls.size() == 1) {
            return ofReceiver(calls.get(0));
        }
        ObjectSet reached = new ObjectSet();
        for (ActionRequest call : calls) {
            Nested.each(call.receiver(), reached::add);
        }
        return ofReached(reached);
    }

    /** Takes the state of the objects that the arguments of calls are or hold, and of every object these reach. */
    public static ObjectSnapshot ofArguments(List<ActionRequest> calls) {
        ObjectSet reached = new ObjectSet();
        for (ActionRequest call : calls) {
            for (Object argument : call.arguments()) {
                Nested.each(argument, reached::add);
            }
        }
        return ofReached(reached);
    }

    /** The same for one call. */
    public static ObjectSnapshot ofArguments(ActionRequest call) {
        return call.method().values().takesObjects() ? ofArguments(List.of(call)) : NOTHING;
    }

    /** Takes the state of some objects and of every object that they reach. */
    static ObjectSnapshot ofAll(Iterable<List<VersionedObject>> objects) {
        ObjectSet reached = new ObjectSet();
        objects.forEach(some -> some.forEach(reached::add));
        return ofReached(reached);
    }

    private static ObjectSnapshot ofReached(ObjectSet reached) {
        Nested.walk(reached, 0);
        return reached.size() == 0 ? NOTHING : new ObjectSnapshot(reached);
    }

    /**
     * The first field that was changed since, as a setter changes it: {@code Instance.host}; or {@code null} for none. What was
     * loaded since is no change.
     */
    public @Nullable String firstChange() {
        for (State was = first; was != null; was = was.next) {
            VersionedObject object = was.object;
            for (long rest = object.changed; rest != 0; rest &= rest - 1) {
                ObjectField field = object.type().fields().get(Long.numberOfTrailingZeros(rest));
                if ((was.changed & field.bit()) == 0 || differs(object, field, was)) {
                    return object.type().name() + "." + field.name();
                }
            }
        }
        return null;
    }

    private static boolean differs(VersionedObject object, ObjectField field, State was) {
        return field.primitive()
                ? Slots.bits(object, field) != Slots.bits(was.values(), field)
                : !TrackedFields.same(field, Slots.reference(was.values(), field), Slots.reference(object, field));
    }

    /**
     * Binds to the context of the receivers what they and the result hold now and did not hold then: whatever a body made
     * under another one, such as an elevated one, stays with the body.
     */
    public void bindNew(List<ActionRequest> calls, @Nullable Object result) {
        boolean alone = calls.size() == 1
                && !Nested.mayHold(result)
                && (!(calls.get(0).receiver() instanceof VersionedObject receiver) || holdsNone(receiver));
        if (alone) {
            return;
        }
        ObjectSet reached = new ObjectSet();
        for (ActionRequest call : calls) {
            Nested.each(call.receiver(), reached::add);
        }
        Nested.each(result, reached::add);
        Nested.walk(reached, 0);
        for (int i = 0; i < reached.size(); i++) {
            if (find(reached.get(i)) == null) {
                reached.get(i).context = calls.get(0).receiver().context;
            }
        }
    }

    /** The state of an object at that moment, or {@code null} if it was not reached then. */
    public @Nullable State stateOf(@Nullable Object object) {
        return object instanceof VersionedObject versioned ? find(versioned) : null;
    }

    /** Puts every object back to how it was. */
    public void restore() {
        for (State state = first; state != null; state = state.next) {
            state.putBack();
        }
    }

    /**
     * One object's values at the moment of the snapshot. They are copied when the object is about to change, so that a call that
     * changes nothing copies nothing; at once where fields were changed already, since their setters tell nobody.
     */
    public static final class State {
        private final long present;
        private final long changed;
        private final VersionedObject object;
        private final @Nullable ObjectContext context;

        /** Null while the object holds what it held then; else a copy of that, or an earlier state of the same values. */
        private @Nullable Object held;

        private @Nullable State next;

        private State(VersionedObject object) {
            this.present = object.present;
            this.changed = object.changed;
            this.object = object;
            this.context = object.context;
            if (object.changed != 0) {
                this.held = Slots.values(object, present);
            } else if (object.noted != null) {
                this.held = object.noted;
            } else {
                object.noted = this;
            }
        }

        /** The object is about to change. */
        void keep() {
            // What was unset since was there then.
            held = Slots.values(object, present | object.present);
        }

        private void putBack() {
            VersionedObject values = values();
            if (values != object) {
                object.beforeWrite();
                object.attaccaTake(values, -1L);
            }
            object.present = present;
            object.changed = changed;
            object.context = context;
        }

        /** The bits of the fields that were set. */
        public long present() {
            return present;
        }

        /** The bits of the fields that were changed, nested changes not included. */
        public long changed() {
            return changed;
        }

        /**
         * An object of the same class that holds the values of that moment, to be read at once and by {@link Slots} alone: the object
         * itself where it holds them still.
         */
        public VersionedObject values() {
            Object kept = held;
            if (kept == null) {
                return object;
            }
            return kept instanceof State earlier ? earlier.values() : (VersionedObject) kept;
        }
    }
}
