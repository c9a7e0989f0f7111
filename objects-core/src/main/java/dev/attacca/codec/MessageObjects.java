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

    private static final int START = 4;

    private VersionedObject[] objects;
    private int size;
    private int received;
    private int own;
    /** Of the first of the own objects a bit each, of the others a flag. */
    private long updated;

    private boolean @Nullable [] moreUpdated;
    private @Nullable ObjectSnapshot before;
    private @Nullable List<Runnable> updates;
    private @Nullable Extents extents;

    private MessageObjects(VersionedObject[] first, int size) {
        this.objects = first;
        this.size = size;
        this.received = size;
    }

    /** Those of a request. */
    static MessageObjects ofRequest() {
        return new MessageObjects(new VersionedObject[START], 0);
    }

    /** Those of a request that carried a receiver alone, or none. */
    static MessageObjects of(@Nullable VersionedObject receiver) {
        return receiver == null ? ofRequest() : new MessageObjects(new VersionedObject[] {receiver}, 1);
    }

    /** What came so far came with the receivers. */
    void receiversEnd() {
        received = size;
    }

    /**
     * The same for the answer, which begins with what came with the receivers; nothing else of the request is known any more. May be
     * called again, for another answer.
     *
     * @param was what they looked like when they came, where the answer is written
     */
    MessageObjects answer(@Nullable ObjectSnapshot was) {
        own = received;
        size = received;
        before = was;
        updated = 0;
        moreUpdated = null;
        updates = null;
        extents = null;
        for (int i = 0; i < size; i++) {
            Slots.place(objects[i], i);
        }
        return this;
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
            UpdateCodec.writeDue(out, object, known);
        }
        return true;
    }

    /** Whether the updates of an object are to be written: of the caller's own objects once, wherever they come first. */
    boolean updatesDue(VersionedObject object) {
        int number = number(object);
        if (number < 0 || number >= own) {
            return true;
        }
        if (number < Long.SIZE) {
            boolean due = (updated & 1L << number) == 0;
            updated |= 1L << number;
            return due;
        }
        boolean[] more = moreUpdated;
        if (more == null) {
            more = new boolean[own];
            moreUpdated = more;
        }
        boolean due = !more[number];
        more[number] = true;
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
            UpdateCodec.read(in, object, this);
        }
        return object;
    }

    /** The updates of the caller's own objects that were read so far; others may be added. */
    List<Runnable> updates() {
        List<Runnable> known = updates;
        if (known == null) {
            known = own == 0 ? List.of() : new ArrayList<>(2);
            updates = known;
        }
        return known;
    }

    /** The same, for those who only read them. */
    List<Runnable> updatesRead() {
        List<Runnable> known = updates;
        return known == null ? List.of() : known;
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
