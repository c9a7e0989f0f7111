package dev.attacca.object;

import dev.attacca.annotation.Remotable.Sends;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a receiver its calls carry, and so what their bodies see. Where bodies run in place the others are hidden
 * from them, so that a body that must not read them fails there as it would elsewhere.
 *
 * <p>Thread safety: as the objects', confined to one thread at a time.
 */
public final class CarriedFields {
    private static final CarriedFields NOTHING_HIDDEN = new CarriedFields();

    private final List<Hidden> hidden = new ArrayList<>();

    private CarriedFields() {}

    /** Fields of an object that are set and not to be seen, with what they hold. */
    private record Hidden(VersionedObject object, long fields, ObjectSnapshot before) {}

    /** The bits of the fields of a receiver that travel with calls; fields that are not set among them. */
    public static ToLongFunction<VersionedObject> of(List<ActionRequest> calls) {
        ObjectSet held = heldByReceivers(calls);
        return receiver -> held.indexOf(receiver) >= 0 ? -1L : asked(receiver, calls);
    }

    /** The same for the receiver of a call that is alone. */
    public static long of(VersionedObject receiver, RemotableMethod method, @Nullable Object[] arguments) {
        return carriesAll(receiver, method, arguments) ? -1L : keyAndChanges(receiver);
    }

    /** What travels within another receiver travels whole, since an object crosses once. */
    private static ObjectSet heldByReceivers(List<ActionRequest> calls) {
        ObjectSet held = new ObjectSet();
        if (calls.size() > 1) {
            ObjectSet receivers = new ObjectSet();
            for (ActionRequest call : calls) {
                if (call.receiver() instanceof VersionedObject object
                        && (object.type().nestedMask() & object.present) != 0
                        && receivers.add(object)) {
                    addHeld(object, asked(object, calls), held);
                }
            }
            Nested.walk(held, 0);
        }
        return held;
    }

    private static void addHeld(VersionedObject holder, long fields, ObjectSet held) {
        for (long rest = holder.type().nestedMask() & holder.present & fields; rest != 0; rest &= rest - 1) {
            Nested.each(holder.attaccaReference(Long.numberOfTrailingZeros(rest)), held::add);
        }
    }

    private static long asked(VersionedObject receiver, List<ActionRequest> calls) {
        for (int i = 0; i < calls.size(); i++) {
            ActionRequest call = calls.get(i);
            boolean own = call.receiver() == receiver;
            if (own
                    ? carriesAll(receiver, call.method(), call.arguments())
                    : carriesAsArgument(receiver, call.method(), call.arguments())) {
                return -1L;
            }
        }
        return keyAndChanges(receiver);
    }

    private static long keyAndChanges(VersionedObject receiver) {
        return receiver.type().identityMask() | receiver.dirty();
    }

    private static boolean carriesAll(VersionedObject receiver, RemotableMethod method, @Nullable Object[] arguments) {
        return method.sends() == Sends.EVERYTHING_SET || carriesAsArgument(receiver, method, arguments);
    }

    private static boolean carriesAsArgument(
            VersionedObject receiver, RemotableMethod method, @Nullable Object[] arguments) {
        return method.values().takesObjects() && among(arguments, receiver);
    }

    /** Whether an argument is the receiver, or holds it at any depth. */
    private static boolean among(@Nullable Object[] arguments, VersionedObject receiver) {
        ObjectSet held = new ObjectSet();
        for (Object argument : arguments) {
            Nested.each(argument, held::add);
        }
        Nested.walk(held, 0);
        return held.indexOf(receiver) >= 0;
    }

    /** Hides from the bodies of calls what the calls would not carry. */
    public static CarriedFields hideOthers(List<ActionRequest> calls) {
        CarriedFields carried = NOTHING_HIDDEN;
        if (calls.stream().allMatch(call -> call.method().sends() == Sends.EVERYTHING_SET)) {
            return carried;
        }
        ToLongFunction<VersionedObject> carriedOf = of(calls);
        for (ActionRequest call : calls) {
            if (call.receiver() instanceof VersionedObject object
                    && call.method().sends() != Sends.EVERYTHING_SET) {
                long fields = object.present & ~carriedOf.applyAsLong(object);
                if (fields != 0) {
                    carried = carried == NOTHING_HIDDEN ? new CarriedFields() : carried;
                    carried.hidden.add(new Hidden(object, fields, ObjectSnapshot.of(object)));
                    object.present &= ~fields;
                }
            }
        }
        return carried;
    }

    /** Shows what was hidden, except where a body has set or loaded something since. */
    public void reveal() {
        for (Hidden each : hidden) {
            VersionedObject object = each.object();
            ObjectSnapshot.State state = Objects.requireNonNull(each.before().stateOf(object));
            for (long rest = each.fields() & ~object.present; rest != 0; rest &= rest - 1) {
                ObjectField field = object.type().fields().get(Long.numberOfTrailingZeros(rest));
                Slots.take(object, state.values(), field);
                object.present |= field.bit();
            }
        }
    }
}
