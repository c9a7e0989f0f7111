package dev.attacca.testing;

import dev.attacca.codec.Agreement;
import dev.attacca.codec.Loss;
import dev.attacca.object.ObjectField;
import dev.attacca.object.Slots;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import dev.attacca.registry.LayoutField;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares an object that was sent with the one that arrived, in the shape that both sides know, whichever releases' classes
 * the two are of. What a loss was reported for may differ.
 */
final class ObjectComparison {
    private final Agreement agreement;
    private final Set<String> lost;
    private final List<Difference> differences = new ArrayList<>();
    private int compared;
    private boolean replacedNulls;

    ObjectComparison(Agreement agreement, List<Loss> losses) {
        this.agreement = agreement;
        this.lost =
                losses.stream().map(loss -> loss.type() + "." + loss.field()).collect(Collectors.toSet());
    }

    /** What is wrong with a field. */
    record Difference(String field, String text) {}

    List<Difference> differences() {
        return differences;
    }

    int compared() {
        return compared;
    }

    /** Whether an older null became a value because the newer version knows none. */
    boolean replacedNulls() {
        return replacedNulls;
    }

    void compare(VersionedObject sent, VersionedObject read) {
        Layout layout = agreement.typed(sent.type().key()).layout();
        for (LayoutField shared : layout.fields()) {
            ObjectField before = fieldOf(sent, layout, shared);
            ObjectField after = fieldOf(read, layout, shared);
            if (before != null && after != null && !isLost(layout, shared)) {
                compare(layout, sent, before, read, after);
            }
        }
        refuseNewer(layout, read);
    }

    /** On the newer side a field is the one it became, on the older one that of its old name. */
    private static @Nullable ObjectField fieldOf(VersionedObject object, Layout layout, LayoutField shared) {
        return object.type() == layout.type() ? shared.field() : object.type().field(shared.name());
    }

    private boolean isLost(Layout layout, LayoutField shared) {
        String name = shared.field() == null ? shared.name() : shared.field().name();
        return lost.contains(layout.type().name() + "." + name);
    }

    private void compare(
            Layout layout, VersionedObject sent, ObjectField before, VersionedObject read, ObjectField after) {
        compared++;
        boolean wasSet = (Slots.present(sent) & before.bit()) != 0;
        boolean isSet = (Slots.present(read) & after.bit()) != 0;
        if (wasSet != isSet) {
            differ(layout, before, shown(sent, before), shown(read, after));
            return;
        }
        if (isSet && !after.nullable() && Slots.value(sent, before) == null) {
            replacedNulls = true;
            return;
        }
        if (isForgotten(sent, before, read, after) || isForgotten(read, after, sent, before)) {
            differ(layout, before, changedText(sent, before), changedText(read, after));
        }
        if (isSet && !same(Slots.value(sent, before), Slots.value(read, after))) {
            differ(layout, before, shown(sent, before), shown(read, after));
        }
    }

    /** A changed field that is not even dirty over there; JSON does not tell one from the other. */
    private static boolean isForgotten(
            VersionedObject here, ObjectField field, VersionedObject there, ObjectField sameField) {
        return (Slots.changed(here) & field.bit()) != 0 && (Slots.dirty(there) & sameField.bit()) == 0;
    }

    private static String changedText(VersionedObject object, ObjectField field) {
        return (Slots.dirty(object) & field.bit()) != 0 ? "changed" : "unchanged";
    }

    private boolean same(@Nullable Object before, @Nullable Object after) {
        if (before instanceof VersionedObject sent && after instanceof VersionedObject read) {
            boolean sameType = sent.type().key().equals(read.type().key());
            if (sameType) {
                compare(sent, read);
            }
            return sameType;
        }
        if (before instanceof Number sent && after instanceof Number read && sent.getClass() != read.getClass()) {
            return sent.longValue() == read.longValue();
        }
        if (before instanceof Enum<?> sent && after instanceof Enum<?> read) {
            return sent.name().equals(read.name());
        }
        if (before instanceof Iterable<?> sent && after instanceof Iterable<?> read) {
            return sameElements(sent.iterator(), read.iterator());
        }
        if (before instanceof Map<?, ?> sent && after instanceof Map<?, ?> read) {
            return sameElements(sent.keySet().iterator(), read.keySet().iterator())
                    && sameElements(sent.values().iterator(), read.values().iterator());
        }
        return Objects.equals(before, after);
    }

    private boolean sameElements(Iterator<?> before, Iterator<?> after) {
        while (before.hasNext() && after.hasNext()) {
            if (!same(before.next(), after.next())) {
                return false;
            }
        }
        return !before.hasNext() && !after.hasNext();
    }

    private static String shown(VersionedObject object, ObjectField field) {
        if ((Slots.present(object) & field.bit()) == 0) {
            return "unset";
        }
        return field.sensitive() ? "***" : String.valueOf(Slots.value(object, field));
    }

    private void differ(Layout layout, ObjectField field, String before, String after) {
        String name = layout.type().name() + "." + field.name();
        differences.add(new Difference(
                name,
                name + " was " + before + " and is " + after + ", and no loss says so (expected: the same in " + layout
                        + "; mend the step that touches it, one of " + stepNames(layout)
                        + ", or let it call snapshot.lose(\"" + field.name() + "\", \"...\"))"));
    }

    private static List<String> stepNames(Layout layout) {
        return Stream.of(layout.downgrades(), layout.upgrades())
                .flatMap(List::stream)
                .map(step -> step.method().getName())
                .toList();
    }

    /** What arrived older has nothing newer, unless an upgrade step made it. */
    private void refuseNewer(Layout layout, VersionedObject read) {
        if (read.type() != layout.type() || !layout.upgrades().isEmpty()) {
            return;
        }
        long newer = Slots.present(read) & ~layout.toFields(-1L);
        for (ObjectField field : layout.type().fields()) {
            if ((newer & field.bit()) != 0) {
                String name = layout.type().name() + "." + field.name();
                differences.add(new Difference(
                        name, name + " is set, but not in " + layout + " (expected: nothing newer than the reader)"));
            }
        }
    }
}
