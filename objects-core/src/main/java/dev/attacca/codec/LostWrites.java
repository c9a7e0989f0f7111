package dev.attacca.codec;

import dev.attacca.error.VersionMismatchException;
import dev.attacca.object.ObjectField;
import dev.attacca.object.RemotableMethod;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.version.TypeKey;
import dev.attacca.version.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Refuses to send a write that the other side could not keep: nothing of a write is lost silently. Immutable. */
final class LostWrites {
    private final Agreement agreement;

    LostWrites(Agreement agreement) {
        this.agreement = agreement;
    }

    /** Refuses an object with a change that the other side's version has no field for. */
    void refuseChanges(VersionedObject object) {
        refuseChanges(object, 1);
    }

    private void refuseChanges(VersionedObject object, int depth) {
        TypeKey type = object.type().key();
        if (depth > MessageWriting.MOST_DEPTH) {
            throw MessageWriting.tooDeep(object.type().name());
        }
        AgreedType agreed = agreement.typed(type);
        long known = agreed.layout().toFields(-1L);
        long dirty = Slots.dirty(object);
        if ((dirty & ~known) != 0) {
            known |= agreed.codec().projection().takenOver(object);
        }
        for (long rest = dirty; rest != 0; rest &= rest - 1) {
            ObjectField field = object.type().fields().get(Long.numberOfTrailingZeros(rest));
            if ((known & field.bit()) == 0) {
                throw tooNew(type, type.name() + "." + field.name() + ": changed, but unknown there");
            }
            if (!field.primitive()) {
                Slots.held(Slots.reference(object, field)).forEach(held -> refuseChanges(held, depth + 1));
            }
        }
    }

    /** Refuses what was lost while a receiver was written, but for values it had not changed. */
    void refuseValues(VersionedObject receiver, List<Loss> losses) {
        if (losses.isEmpty()) {
            return;
        }
        for (Loss loss : losses) {
            ObjectField field = receiver.type().field(loss.field());
            boolean harmless = loss.type().equals(receiver.type().name())
                    && field != null
                    && (Slots.dirty(receiver) & field.bit()) == 0;
            if (!harmless && !loss.what().startsWith("not in ")) {
                throw tooNew(receiver.type().key(), "the call would lose " + loss);
            }
        }
    }

    /** Refuses what was lost while arguments were written. */
    void refuseArguments(RemotableMethod method, List<Loss> losses) {
        if (!losses.isEmpty()) {
            throw tooNew(method.owner(), method.qualifiedName() + ": its arguments would lose " + losses);
        }
    }

    private VersionMismatchException tooNew(TypeKey type, String what) {
        Version here = agreement.typed(type).type().version();
        Version there = agreement.typed(type).layout().version();
        Map<String, String> details = new LinkedHashMap<>();
        details.put(VersionMismatchException.TYPE, type.name());
        details.put(VersionMismatchException.ASKED, here.toString());
        details.put(VersionMismatchException.SUPPORTED, there.toString());
        return new VersionMismatchException(
                VersionMismatchException.TOO_NEW,
                what + "; the conductor speaks " + type.name() + " " + there + " (expected: " + type.name() + " " + here
                        + " or newer); upgrade the conductor first",
                details,
                null);
    }
}
