package dev.attacca.codec;

import dev.attacca.error.DecodeException;
import dev.attacca.object.ObjectSnapshot;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one message in the order in which they end in it, so that an object is one object for the reader wherever it
 * stands: one that comes again is its number. An answer begins with the objects that came with the receivers of its request;
 * their numbers mean the caller's own, and where one is named whose updates are not in the answer yet, they follow.
 * What comes again is charged with its {@link Extents}. One message, one thread.
 */
final class MessageObjects {
    /** The shape of an object that comes again: its number follows. */
    static final int AGAIN = (byte) 0x80;

    /** The shape of one of the caller's own: its number and its updates follow. */
    static final int AGAIN_UPDATED = (byte) 0x81;

    private static final int START = 8;
    private static final boolean[] NONE = {};

    private VersionedObject[] objects;
    private int size;
    private final int own;
    private final boolean[] updated;
    private final @Nullable ObjectSnapshot before;
    private final List<Runnable> updates;
    private @Nullable Extents extents;

    private MessageObjects(VersionedObject[] first, int own, @Nullable ObjectSnapshot before) {
        this.objects = first;
        this.size = own;
        this.own = own;
        this.updated = own == 0 ? NONE : new boolean[own];
        this.before = before;
        this.updates = own == 0 ? List.of() : new ArrayList<>(2);
    }

    /** Those of a request. */
    static MessageObjects ofRequest() {
        return new MessageObjects(new VersionedObject[START], 0, null);
    }

    /**
     * Those of an answer.
     *
     * @param receivers the objects that came with the receivers, in their order
     * @param before what these looked like when they came, where the answer is written
     */
    static MessageObjects ofAnswer(List<VersionedObject> receivers, @Nullable ObjectSnapshot before) {
        int own = receivers.size();
        VersionedObject[] first = receivers.toArray(new VersionedObject[Math.max(START, own)]);
        for (int i = 0; i < own; i++) {
            Slots.place(first[i], i);
        }
        return new MessageObjects(first, own, before);
    }

    /** The objects so far. */
    List<VersionedObject> soFar() {
        return size == 0 ? List.of() : Arrays.asList(Arrays.copyOf(objects, size));
    }

    /** Gives an object that was written or read to its end its number. */
    void stands(VersionedObject object) {
        if (size == objects.length) {
            objects = Arrays.copyOf(objects, 2 * size);
        }
        Slots.place(object, size);
        objects[size++] = object;
    }

    /** Where the object noted that it stands may be a place in another message: it is believed only if it is there. */
    private int number(VersionedObject object) {
        int place = Slots.place(object);
        return place >= 0 && place < size && objects[place] == object ? place : -1;
    }

    // ---- writing

    /**
     * Writes the number of an object that stands already; false for one that does not. One that came with a receiver that does
     * not hold it here, such as in a field that was removed since, is written whole: nobody knows what it was before.
     */
    boolean again(WireOutput out, VersionedObject object) {
        int number = number(object);
        ObjectSnapshot known = before;
        if (number < 0 || (number < own && known != null && known.stateOf(object) == null)) {
            return false;
        }
        if (number >= own) {
            out.charge(object.type().name(), extentOf(object));
        }
        boolean due = known != null && known.stateOf(object) != null && updatesDue(object);
        out.bytes.writeByte(due ? AGAIN_UPDATED : AGAIN);
        out.bytes.writeVarInt(number, true);
        if (due && known != null) {
            UpdateCodec.writeDue(out, object, known, new ArrayList<>());
        }
        return true;
    }

    /** Whether the updates of an object are to be written: of the caller's own objects once, wherever they come first. */
    boolean updatesDue(VersionedObject object) {
        int number = number(object);
        if (number < 0 || number >= own) {
            return true;
        }
        boolean due = !updated[number];
        updated[number] = true;
        return due;
    }

    // ---- reading

    /** Reads which object stands here again. */
    VersionedObject again(WireInput in, int shape) {
        int number = in.varInt();
        boolean fits = number >= 0 && number < (shape == AGAIN_UPDATED ? own : size);
        if (!fits) {
            throw new Malformed(
                    DecodeException.RANGE,
                    "object " + Integer.toUnsignedString(number) + " again (expected: one that was there)");
        }
        VersionedObject object = objects[number];
        if (number >= own) {
            Extents.Extent extent = extentOf(object);
            in.charge(extent.objects() - 1, extent.levels());
        }
        if (shape == AGAIN_UPDATED) {
            UpdateCodec.read(in, object, updates);
        }
        return object;
    }

    /** The updates of the caller's own objects that were read so far. */
    List<Runnable> updates() {
        return updates;
    }

    // ---- both

    private Extents.Extent extentOf(VersionedObject object) {
        Extents known = extents;
        if (known == null) {
            known = new Extents(Arrays.asList(objects).subList(0, own));
            extents = known;
        }
        return known.of(object);
    }
}
