package dev.attacca.object;

import java.util.Arrays;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Objects by identity, in the order they were met. An object usually reaches a handful of others, and so few are found faster
 * by looking at each than by hashing. Grows while it is walked by position.
 */
final class ObjectSet {
    private static final int MOST_SCANNED = 16;

    private static final VersionedObject[] NONE = {};
    private static final int FIRST_ROOM = 2;

    private VersionedObject[] objects = NONE;
    private int size;
    private @Nullable IdentityHashMap<VersionedObject, Integer> positions;

    int size() {
        return size;
    }

    VersionedObject get(int position) {
        return objects[position];
    }

    /** Where the object stands, or -1 if it was not met. */
    int indexOf(VersionedObject object) {
        IdentityHashMap<VersionedObject, Integer> hashed = positions;
        if (hashed != null) {
            return hashed.getOrDefault(object, -1);
        }
        for (int i = 0; i < size; i++) {
            if (objects[i] == object) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the object is met for the first time. */
    boolean add(VersionedObject object) {
        if (indexOf(object) >= 0) {
            return false;
        }
        append(object);
        return true;
    }

    /** Adds an object that is known not to be in it. */
    void append(VersionedObject object) {
        if (size == objects.length) {
            objects = Arrays.copyOf(objects, Math.max(FIRST_ROOM, size * 2));
        }
        objects[size] = object;
        if (positions != null) {
            positions.put(object, size);
        } else if (size == MOST_SCANNED) {
            positions = new IdentityHashMap<>();
            for (int i = 0; i <= size; i++) {
                positions.put(objects[i], i);
            }
        }
        size++;
    }
}
