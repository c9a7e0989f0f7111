package dev.attacca.testing;

import dev.attacca.codec.Agreement;
import dev.attacca.codec.CodecKind;
import dev.attacca.codec.Loss;
import dev.attacca.codec.ObjectBytes;
import dev.attacca.error.AttaccaException;
import dev.attacca.object.ObjectContext;
import dev.attacca.object.ObjectField;
import dev.attacca.object.ObjectType;
import dev.attacca.object.Slots;
import dev.attacca.object.ValueType;
import dev.attacca.object.VersionedObject;
import dev.attacca.registry.Layout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/** Objects of one class on their way from a writer to a reader, and what there is to say about it. */
final class BackportPair {
    /** Messages that differ only in their values are one problem. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private static final String MASKS = "in its masks";

    private final Side writer;
    private final Side reader;
    private final Agreement agreement;
    private final Layout changing;
    private final boolean upwards;

    /**
     * A pair.
     *
     * @param agreement how the newer of the two sides sees the other
     * @param changing the class and the version that the pair is about; the sent class is it or holds it
     * @param upwards whether the older side writes
     */
    BackportPair(Side writer, Side reader, Agreement agreement, Layout changing, boolean upwards) {
        this.writer = writer;
        this.reader = reader;
        this.agreement = agreement;
        this.changing = changing;
        this.upwards = upwards;
    }

    /**
     * One of the two.
     *
     * @param type the class that is sent, as this side knows it
     * @param bytes how this side writes and reads
     * @param filling makes the objects to send
     */
    record Side(ObjectType<?> type, ObjectBytes bytes, ObjectContext context, IntFunction<VersionedObject> filling) {}

    /** {@code Machine 1.2 -> 1.0}, or {@code Farm with Machine 1.2 -> 1.0}. */
    @Override
    public String toString() {
        String sent = writer.type.key().equals(changing.type().key()) ? "" : writer.type.name() + " with ";
        String newest = changing.type().version().shape().toString();
        String past = changing.version().toString();
        return sent + changing.type().name() + " " + (upwards ? past + " -> " + newest : newest + " -> " + past);
    }

    /** The pair, and its codec where that is not the usual one: what fails in both is told once. */
    private String shown() {
        return writer.bytes.kind() == CodecKind.BINARY ? toString() : this + " in JSON";
    }

    /** Sends one object and notes what is wrong with what arrives; returns how many values were compared. */
    int send(int sample, Map<String, String> problems) {
        VersionedObject sent = writer.filling.apply(sample);
        try {
            ObjectBytes.Written written = writer.bytes.write(sent);
            VersionedObject read = reader.bytes.read(writer.type.key(), written.bytes(), reader.context);
            ObjectComparison comparison = new ObjectComparison(agreement, written.losses());
            comparison.compare(sent, read);
            comparison
                    .differences()
                    .forEach(difference ->
                            problems.putIfAbsent(this + difference.field(), shown() + ": " + difference.text()));
            searchBytes(sent, written.bytes(), restored(read), problems);
            if (!comparison.replacedNulls()) {
                comeBack(read, written, problems);
            }
            return comparison.compared();
        } catch (AttaccaException refused) {
            String what = String.valueOf(refused.getMessage());
            problems.putIfAbsent(
                    this + DIGITS.matcher(what).replaceAll("0"), shown() + ", seed " + sample + ": " + what);
            return 0;
        }
    }

    /** The strings that the writer has again, by field, once the reader sent its object back. */
    private Set<String> restored(VersionedObject read) {
        VersionedObject back =
                writer.bytes.read(writer.type.key(), reader.bytes.write(read).bytes(), writer.context);
        Set<String> strings = new HashSet<>();
        Set<VersionedObject> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        gather(back, seen, strings);
        return strings;
    }

    private static void gather(VersionedObject object, Set<VersionedObject> seen, Set<String> strings) {
        if (!seen.add(object)) {
            return;
        }
        for (ObjectField field : object.type().fields()) {
            if ((Slots.present(object) & field.bit()) != 0) {
                Object value = Slots.value(object, field);
                strings.add(object.type().name() + "." + field.name() + "=" + value);
                Slots.held(value).forEach(held -> gather(held, seen, strings));
            }
        }
    }

    /**
     * Strings that only newer versions have must not be in the bytes, however deep; but for those that travel in an older field
     * and come back from it.
     */
    private void searchBytes(VersionedObject sent, byte[] bytes, Set<String> restored, Map<String, String> problems) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Set<VersionedObject> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        search(sent, text, restored, seen, problems);
    }

    private void search(
            VersionedObject object,
            String bytes,
            Set<String> restored,
            Set<VersionedObject> seen,
            Map<String, String> problems) {
        if (upwards || !seen.add(object)) {
            return;
        }
        Layout layout = agreement.typed(object.type().key()).layout();
        long known = layout.toFields(-1L);
        for (ObjectField field : object.type().fields()) {
            if ((Slots.present(object) & field.bit()) == 0) {
                continue;
            }
            Object value = Slots.value(object, field);
            boolean newer = (known & field.bit()) == 0;
            if (newer && value instanceof String canary && field.type() == ValueType.Scalar.STRING) {
                String name = object.type().name() + "." + field.name();
                if (!restored.contains(name + "=" + canary)
                        && bytes.contains(
                                new String(canary.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))) {
                    problems.putIfAbsent(
                            this + name + " leaks",
                            shown() + ": " + name + " is in the bytes, but not in " + layout
                                    + " (expected: nothing newer than the reader; which step copies it?)");
                }
            } else if (!newer) {
                Slots.held(value).forEach(held -> search(held, bytes, restored, seen, problems));
            }
        }
    }

    /** An object received older is the same older object when it is sent again. */
    private void comeBack(VersionedObject read, ObjectBytes.Written first, Map<String, String> problems) {
        ObjectBytes.Written again = reader.bytes.write(read);
        Set<Loss> lostAgain = new HashSet<>(again.losses());
        lostAgain.removeIf(loss -> loss.what().startsWith("not in "));
        boolean same = Arrays.equals(first.bytes(), again.bytes())
                || (upwards && forgets(read) && firstDifference(read, again).equals(MASKS));
        if (lostAgain.isEmpty() && !same) {
            problems.putIfAbsent(
                    this + " again",
                    shown() + ": an object that was received in " + changing.version()
                            + " is another one when it is sent again"
                            + " (expected: the same; do its @Upgrade and @Downgrade steps undo each other?): "
                            + firstDifference(read, again));
        }
    }

    /** Whether a class in it had a field once that the newer side drops unless a step takes it over. */
    private boolean forgets(VersionedObject read) {
        Set<VersionedObject> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        gather(read, seen, new HashSet<>());
        return seen.stream()
                .map(object -> agreement.typed(object.type().key()).layout())
                .anyMatch(layout -> layout.fields().stream().anyMatch(field -> field.gone() != null));
    }

    private String firstDifference(VersionedObject read, ObjectBytes.Written again) {
        VersionedObject twice = writer.bytes.read(writer.type.key(), again.bytes(), writer.context);
        ObjectComparison comparison = new ObjectComparison(agreement, List.of());
        comparison.compare(read, twice);
        return comparison.differences().stream()
                .map(ObjectComparison.Difference::field)
                .findFirst()
                .orElse(MASKS);
    }
}
